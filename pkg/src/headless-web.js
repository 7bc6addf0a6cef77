// The calculation in a page or a worker: importing this file waits for the module.
import * as glue from "./headless-glue.js";

const response = await fetch(new URL("./headless.wasm", import.meta.url));
if (!response.ok) throw new Error(`${response.url} answers ${response.status}`);
const imports = { "./headless_bg.js": glue };
// A server that sends another type would make the streaming compiler refuse; the bytes are the same.
const { instance: { exports } } = response.headers.get("content-type")?.startsWith("application/wasm")
  ? await WebAssembly.instantiateStreaming(response, imports)
  : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
glue.__wbg_set_wasm(exports);
/** @type {Function} */ (exports.__wbindgen_start)();

export { estimate, link, price, readUsage, scenario } from "./headless-glue.js";
export { priceAll } from "./headless-rows.js";
