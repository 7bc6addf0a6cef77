// The calculation in Node: the module is read from beside this file, at once.
import { readFileSync } from "node:fs";
import { initSync } from "./headless-glue.js";

initSync({ module: readFileSync(new URL("./headless.wasm", import.meta.url)) });

export { estimate, link, price, readUsage, scenario } from "./headless-glue.js";
