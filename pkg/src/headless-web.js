// The calculation in a page or a worker: importing this file waits for the module.
import init from "./headless-glue.js";

await init({ module_or_path: fetch(new URL("./headless.wasm", import.meta.url)) });

export { estimate, link, price, readUsage, scenario } from "./headless-glue.js";
