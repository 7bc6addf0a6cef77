// The calculation in Node. The module is part of a script, so that a bundler takes it along wherever the bundle goes.
import * as glue from "./headless-glue.js";
import { wasm } from "./headless-inline.cjs";

const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { "./headless_bg.js": glue });
glue.__wbg_set_wasm(exports);
/** @type {Function} */ (exports.__wbindgen_start)();

export { estimate, link, price, readUsage, scenario } from "./headless-glue.js";
export { priceAll } from "./headless-rows.js";
