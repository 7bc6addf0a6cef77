// The files of the calculation for scripts, from its module and the glue that wasm-bindgen writes.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import * as esbuild from "esbuild";
import { hashedName } from "./page-build.mjs";

const ENTRIES = ["headless-node.js", "headless-node.cjs", "headless-web.js", "headless-workerd.js"];

/** All files by name. `wasm` is the module, `glue` the text of its glue, an ES module. */
export async function headlessFiles({ wasm, glue }) {
  const files = new Map();
  const names = new Map();
  const add = (plain, bytes) => {
    names.set(plain, hashedName(plain, bytes));
    files.set(names.get(plain), bytes);
  };
  add("headless.wasm", wasm);
  add("headless-inline.cjs", inlined(wasm));
  // What wasm-bindgen writes is not checked against types; what calls it is.
  add("headless-glue.js", `// @ts-nocheck\n${glue}`);
  add("headless-glue.cjs", `// @ts-nocheck\n${(await esbuild.transform(glue, { format: "cjs" })).code}`);
  const source = async (file) => {
    let text = await readFile(path.join("pkg/src", file), "utf8");
    for (const [plain, hashed] of names) text = text.replaceAll(`"./${plain}"`, `"./${hashed}"`);
    return text;
  };
  const rows = await source("headless-rows.js");
  const required = rows.replaceAll(names.get("headless-glue.js"), names.get("headless-glue.cjs"));
  add("headless-rows.js", rows);
  add("headless-rows.cjs", (await esbuild.transform(required, { format: "cjs" })).code);
  for (const entry of ENTRIES) files.set(entry, await source(entry));
  return files;
}

/** The module inside a script: packed, since text takes a third more than bytes. */
function inlined(wasm) {
  const packed = brotliCompressSync(wasm, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length } });
  return `// The module of the calculation, packed.
const { brotliDecompressSync } = require("node:zlib");
exports.wasm = brotliDecompressSync(Buffer.from(
  "${packed.toString("base64")}",
  "base64",
));
`;
}
