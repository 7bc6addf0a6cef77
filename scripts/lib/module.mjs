// The WebAssembly module: from what the compiler leaves to the files that a page loads, and their glue. docs/build.md
// explains the steps.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { asFunction } from "./bundle.mjs";

// Never --all-features: that also writes forms which only one engine reads. These are what rustc's own target uses.
const FEATURES = [
  "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext", "--enable-mutable-globals",
  "--enable-reference-types", "--enable-multivalue",
];
const SMALLER = [
  "-Oz",
  // A function put into its callers makes the module shorter and its brotli longer: without it that is 8 % less.
  "--always-inline-max-function-size=1", "--flexible-inline-max-function-size=1",
  "--one-caller-inline-max-function-size=20",
];
const WITHOUT_NAMES = ["--strip-debug", "--strip-producers", "--strip-target-features"];
const SHORT_NAMES = "--minify-imports-and-exports-and-modules";

function optimise(file, flags) {
  const out = `${file}.opt`;
  // It prints the list of short names, and nothing else.
  const printed = execFileSync("wasm-opt", [...flags, ...WITHOUT_NAMES, ...FEATURES, file, "-o", out], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  return { out, printed };
}

/** The bytes of a module after wasm-opt: made small in a release, and without the names of its functions in any build. */
export async function optimised(file, release) {
  return readFile(optimise(file, release ? SMALLER : []).out);
}

// What the imports of the main file are listed under, as wasm-bindgen writes them.
const GLUE = "./estimator_bg.js";
const LOADERS = "./__wasm_split.js";
const PARTS = ["full", "later"];

/**
 * The files of a module that was linked with its relocations (build.rs).
 *
 * `wasm-split-cli` cuts where src/web/ui/files.rs says: what only one part needs goes to that part's file, what several
 * parts need and the main file does not, to a shared one. There are two sets of files, each with its glue:
 * - `embed`: `estimator` first, `shared` and `full` for the full form, `shared` and `later` for the rest;
 * - `page`, which always shows the full form: `estimator` with `shared` and `full` merged into it, and `later`.
 */
export async function moduleFiles(file, release) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "ie-module-"));
  const run = (program, ...args) => execFileSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
  const at = (name) => path.join(folder, name);
  try {
    run("wasm-split-cli", "--target", "bundler", "--out-name", "main", file, folder);
    const shared = await sharedFile(folder);
    run("wasm-bindgen", "--target", "bundler", "--no-typescript", "--keep-lld-exports", "--out-dir", folder, "--out-name", "estimator", at("main.wasm"));
    run("wasm-merge", ...FEATURES, at("estimator_bg.wasm"), "__wasm_split", at(shared), "shared", at("split_full.wasm"), "full", "-o", at("whole.wasm"));
    const parts = {
      shared: await optimised(at(shared), release),
      full: await optimised(at("split_full.wasm"), release),
      later: await optimised(at("split_later.wasm"), release),
    };
    const embed = await mainFile(folder, "estimator_bg.wasm", { full: ["shared", "full"], later: ["shared", "later"] }, release);
    const page = await mainFile(folder, "whole.wasm", { full: [], later: ["later"] }, release);
    for (const [name, bytes] of Object.entries(parts)) await checkImports(name, bytes, embed.exported);
    await checkImports("later", parts.later, page.exported);
    return {
      embed: { modules: { estimator: embed.bytes, ...parts }, glue: embed.glue },
      page: { modules: { estimator: page.bytes, later: parts.later }, glue: page.glue },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The name of the file that the parts share. Another set of files than expected would fail in the page: it fails here. */
async function sharedFile(folder) {
  const found = (await readdir(folder)).filter((name) => name.endsWith(".wasm")).sort();
  const [shared, ...rest] = found;
  if (!shared.startsWith("chunk_") || rest.join() !== ["main.wasm", ...PARTS.map((part) => `split_${part}.wasm`)].join()) {
    throw new Error(`the module was cut into ${found}; expected: a main file, ${PARTS}, and one that these share`);
  }
  return shared;
}

/**
 * A main file with its glue. `files` are those that each part consists of besides it, in the order in which they are
 * started. In a release wasm-opt gives imports and exports short names, and prints which.
 */
async function mainFile(folder, name, files, release) {
  const source = path.join(folder, name);
  const long = await WebAssembly.compile(await readFile(source));
  const { out, printed } = optimise(source, release ? [...SMALLER, SHORT_NAMES] : []);
  const bytes = await readFile(out);
  const same = {
    imports: WebAssembly.Module.imports(long).map(({ module, name: each }) => [module, each, each]),
    exports: WebAssembly.Module.exports(long).map(({ name: each }) => [each, each]),
  };
  const names = release ? JSON.parse(printed) : same;
  const list = path.join(folder, `${name}.names.js`);
  await writeFile(list, namesModule(names, files, release));
  const glue = await asFunction("pkg/src/instance.js", {
    release, names: { "wasm-bindgen-glue": path.join(folder, "estimator_bg.js"), "module-names": list },
  });
  return { bytes, glue, exported: new Set(names.exports.map(([each]) => each)) };
}

/** A script with what the main file imports, by its short names, and what its exports are called. */
function namesModule({ imports, exports }, files, release) {
  const unknown = imports.filter(([module]) => module !== GLUE && module !== LOADERS);
  if (unknown.length > 0) throw new Error(`the main file imports ${JSON.stringify(unknown)}`);
  const glue = imports.filter(([module]) => module === GLUE);
  const loaders = imports.filter(([module]) => module === LOADERS).map(([, name, short]) => [short, name]);
  const given = glue.map(([, name, short]) => `${JSON.stringify(short)}: glue.${name}`);
  // With short names all imports are listed under one module's name.
  const [glueModule, loaderModule] = release ? ["a", "a"] : [GLUE, LOADERS];
  return `import * as glue from "wasm-bindgen-glue";
export const imports = {${given.join(", ")}};
export const loaders = ${JSON.stringify(Object.fromEntries(loaders))};
export const exportNames = ${JSON.stringify(Object.fromEntries(exports))};
export const modules = ${JSON.stringify([glueModule, loaderModule])};
export const parts = ${JSON.stringify(files)};
`;
}

async function checkImports(part, bytes, exported) {
  for (const { module, name } of WebAssembly.Module.imports(await WebAssembly.compile(bytes))) {
    if (module !== "__wasm_split" || !exported.has(name)) throw new Error(`${part}.wasm imports ${name} from ${module}, which the main file does not export`);
  }
}
