// WebAssembly as the compiler leaves it: cut in two, bound to JavaScript, made small; and its glue.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { shortNamed, withoutBodies, withoutExports } from "./wasm-names.mjs";
import { namedForOrder } from "./wasm-order.mjs";

// Never --all-features: that also writes forms which only one engine reads. These are what rustc's own target uses.
const WASM_OPT = [
  "-Oz",
  // A function put into its callers makes the module shorter and its brotli longer: without it that is 8 % less.
  "--always-inline-max-function-size=1", "--flexible-inline-max-function-size=1",
  "--one-caller-inline-max-function-size=20",
  "--strip-debug", "--strip-producers", "--strip-target-features",
];
const FEATURES = [
  "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext", "--enable-mutable-globals",
  "--enable-reference-types", "--enable-multivalue",
];

/** The bytes of a module after wasm-opt. */
export async function optimised(file) {
  const out = `${file}.opt`;
  execFileSync("wasm-opt", [...WASM_OPT, ...FEATURES, file, "-o", out], { stdio: "inherit" });
  await writeFile(out, namedForOrder(await readFile(out)));
  const order = ["--reorder-functions-by-name", "--strip-debug"];
  execFileSync("wasm-opt", [...FEATURES, ...order, out, "-o", out], { stdio: "inherit" });
  const bytes = await readFile(out);
  await rm(out);
  return bytes;
}

/** The main part of a module that was linked with its relocations, the part for later, and their glue. */
export async function cutInTwo(file) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "ie-module-"));
  const run = (program, ...args) => execFileSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
  try {
    run("wasm-split-cli", "--target", "web", "--out-name", "main", file, folder);
    const parts = (await readdir(folder)).filter((name) => name.endsWith(".wasm")).sort();
    if (parts.join() !== "main.wasm,split_later.wasm") throw new Error(`the module was cut into ${parts}`);
    run("wasm-bindgen", "--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir", folder, "--out-name", "bound",
      path.join(folder, "main.wasm"));
    const binary = path.join(folder, "bound_bg.wasm");
    await writeFile(binary, withoutBodies(withoutExports(await readFile(binary), STREAMS), STREAM_FUNCTIONS));
    const bound = await optimised(binary);
    const { bytes, glue } = shortNamed(bound, await readFile(path.join(folder, "bound.js"), "utf8"));
    return {
      main: bytes,
      later: await optimised(path.join(folder, "split_later.wasm")),
      glue: gluedLater(glue),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// Streams of the browser made from ours: a library of a library offers them, and nothing here calls them.
const STREAMS = /intounderlying/;
const STREAM_FUNCTIONS = /wasm_streams|intounderlying/;
const STREAM_CLASSES = /^(export class|if \(Symbol\.dispose\)|const) IntoUnderlying\w+[^]*?(\n\}|free;|, 1\)\));?$/gm;

const LINK = /import \* as (\w+) from "\.\/__wasm_split\.js";?/;

/**
 * The glue of the main part brings in the other one when the module asks for it. Both share memory, table and stack, which
 * the main part exports; `onLater` is told how to come by the compiled part.
 */
function gluedLater(source) {
  const glued = source.replace(LINK, `let later;
export function onLater(load) { later = load; }
const $1 = {
  async __wasm_split_load_later(done, data) {
    const come = await Promise.resolve().then(later).then((part) => WebAssembly.instantiate(part, { __wasm_split: wasmInstance.exports })).then(() => 1, () => 0);
    wasm.__indirect_function_table.get(done)(data, come);
  },
};`);
  if (glued === source) throw new Error("the glue of wasm-bindgen has changed: look at its link to the part for later");
  return glued.replace(STREAM_CLASSES, "");
}

const START = /async function __wbg_load\([^]*$/;

/** The glue of the page, which is always handed a compiled module: it has no other way to come by one. */
export function startedGlue(source) {
  if (!START.test(source)) throw new Error("the glue of wasm-bindgen has changed: look at how it starts");
  return source.replace(START, `let started;
export default function start(module) {
  return started ??= WebAssembly.instantiate(module, __wbg_get_imports()).then((instance) => __wbg_finalize_init(instance, module))
    .catch((error) => { started = undefined; throw error; });
}
`);
}

const EXPORTS = "wasm = instance.exports;";

/**
 * The glue, with a way to hear of it when the module stops: in a panic, for want of memory, in a recursion without end. All
 * of these are traps, and reach whoever called the module.
 */
export function heardGlue(source) {
  if (!source.includes(EXPORTS)) throw new Error("the glue of wasm-bindgen has changed: look at where it takes the exports");
  return source.replace(EXPORTS, "wasm = heard(instance.exports);") + `
let listener;
export function onTrap(hear) { listener = hear; }
function heard(exports) {
  const entries = Object.entries(exports).map(([name, given]) => [name, typeof given !== "function" || name.startsWith("__") ? given : (...all) => {
    try {
      return given(...all);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) listener?.(error);
      throw error;
    }
  }]);
  return Object.fromEntries(entries);
}
`;
}

/** The glue would look for a module beside it under its own plain name; whoever uses it always hands one in. */
export function bareGlue(source) {
  const bare = source.replace(/module_or_path = new URL\([^;]*;/, 'throw new Error("no module given");');
  if (bare === source) throw new Error("the glue of wasm-bindgen has changed: look at its default address");
  return bare;
}
