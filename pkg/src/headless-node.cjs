// The same for `require`.
const glue = require("./headless-glue.cjs");
const { wasm } = require("./headless-inline.cjs");

const { exports: entries } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { "./headless_bg.js": glue });
glue.__wbg_set_wasm(entries);
/** @type {Function} */ (entries.__wbindgen_start)();

exports.estimate = glue.estimate;
exports.link = glue.link;
exports.price = glue.price;
exports.readUsage = glue.readUsage;
exports.scenario = glue.scenario;
exports.priceAll = require("./headless-rows.cjs").priceAll;
