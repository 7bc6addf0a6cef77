// The calculation in Node: the module is read from beside this file, at once.
import { readFileSync } from "node:fs";
import * as glue from "./headless-glue.js";

const module = new WebAssembly.Module(readFileSync(new URL("./headless.wasm", import.meta.url)));
const { exports } = new WebAssembly.Instance(module, { "./headless_bg.js": glue });
glue.__wbg_set_wasm(exports);
/** @type {Function} */ (exports.__wbindgen_start)();

export { estimate, link, price, readUsage, scenario } from "./headless-glue.js";
export { priceAll } from "./headless-rows.js";
