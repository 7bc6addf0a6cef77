// The calculation in Workers: an import of a WebAssembly file is a compiled module there, and nothing else may be compiled.
import module from "./headless.wasm";
import * as glue from "./headless-glue.js";

const { exports } = new WebAssembly.Instance(module, { "./headless_bg.js": glue });
glue.__wbg_set_wasm(exports);
/** @type {Function} */ (exports.__wbindgen_start)();

export { estimate, link, price, readUsage, scenario } from "./headless-glue.js";
export { priceAll } from "./headless-rows.js";
