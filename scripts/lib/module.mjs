// The WebAssembly module: from what the compiler leaves to the files that a page loads, and their glue. docs/build.md
// explains the steps.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { asFunction } from "./bundle.mjs";
import { importsOf } from "./wasm-imports.mjs";

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
// What the other files call the main file.
const MAIN = "main";
// In the order of the alphabet, as the cut lists them.
const PARTS = ["bill", "full", "later", "own"];
/** Parts that begin with the second file. */
const AFTER_LATER = ["bill", "own"];

const run = (program, ...args) => execFileSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });

/**
 * The files of a module that was linked with its relocations (build.rs).
 *
 * `wasm-split-cli` cuts where src/web/ui/files.rs says: what only one part needs goes to that part's file, what several
 * parts need and the main file does not, to a file for exactly these parts. `shared` is what the full form shares with any
 * other; what others share among them goes into `later`, which they begin with. There are two sets of files, each with its
 * glue:
 * - `embed`: `estimator` first, `shared` and `full` for the full form, `shared` and `later` for the rest, `own` and `bill`
 *   after these;
 * - `page`, which always shows the full form: `estimator` with `shared` and `full` merged into it, `later`, `own`, `bill`.
 */
export async function moduleFiles(file, release) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "ie-module-"));
  const at = (name) => path.join(folder, name);
  try {
    run("wasm-split-cli", "--target", "bundler", "--out-name", "main", file, folder);
    const chunks = await sharedFiles(folder);
    const chunksOf = (wanted) => chunks.filter(({ parts }) => parts.includes("full") === wanted).map(({ name }) => name);
    await mergedFile(folder, "shared.wasm", chunksOf(true));
    await mergedFile(folder, "later.wasm", [...chunksOf(false), "split_later.wasm"]);
    for (const part of ["full", ...AFTER_LATER]) await mergedFile(folder, `${part}.wasm`, [`split_${part}.wasm`]);
    run("wasm-bindgen", "--target", "bundler", "--no-typescript", "--keep-lld-exports", "--out-dir", folder, "--out-name", "estimator", at("main.wasm"));
    run("wasm-merge", ...FEATURES, "--skip-export-conflicts", at("estimator_bg.wasm"), MAIN, at("shared.wasm"), "shared", at("full.wasm"), "full", "-o", at("whole.wasm"));
    const parts = {
      shared: await optimised(at("shared.wasm"), release),
      full: await optimised(at("full.wasm"), release),
      later: await optimised(at("later.wasm"), release),
      own: await optimised(at("own.wasm"), release),
      bill: await optimised(at("bill.wasm"), release),
    };
    const { shared: _, full: __, ...rest } = parts;
    const after = (before) => Object.fromEntries([["later", [...before, "later"]], ...AFTER_LATER.map((part) => [part, [...before, "later", part]])]);
    const embed = await mainFile(folder, "estimator_bg.wasm", { full: ["shared", "full"], ...after(["shared"]) }, release);
    const page = await mainFile(folder, "whole.wasm", { full: [], ...after([]) }, release);
    for (const [name, bytes] of Object.entries(parts)) await checkImports(name, bytes, embed.exported);
    for (const [name, bytes] of Object.entries(rest)) await checkImports(name, bytes, page.exported);
    return {
      embed: { modules: { estimator: embed.bytes, ...parts }, glue: embed.glue },
      page: { modules: { estimator: page.bytes, ...rest }, glue: page.glue },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The files that parts share, each with its parts, as the loader script of the cut lists them. Another set of files than
 * expected would fail in the page: it fails here.
 */
async function sharedFiles(folder) {
  const found = (await readdir(folder)).filter((name) => name.endsWith(".wasm")).sort();
  const script = await readFile(path.join(folder, "__wasm_split.js"), "utf8");
  const listed = [...script.matchAll(/\/\* ([\w, ]+) \*\/\s*const __chunk_(\d+) =/g)]
    .map(([, parts, number]) => ({ name: `chunk_${number}.wasm`, parts: parts.split(", ") }));
  const expected = [...listed.map(({ name }) => name), "main.wasm", ...PARTS.map((part) => `split_${part}.wasm`)].sort();
  if (found.join() !== expected.join() || !listed.some(({ parts }) => parts.includes("full"))) {
    throw new Error(`the module was cut into ${found}; expected: a main file, ${PARTS}, and files that these share`);
  }
  return listed;
}

/**
 * One file of several that are loaded together, in this order. Each imports the same few things from the main file: memory,
 * table, stack pointer. `wasm-merge` would import them once for every file, which no browser takes for a memory, so the files
 * are linked to a module that imports each of them once and passes it on.
 */
async function mergedFile(folder, name, files) {
  const imports = new Map();
  for (const file of files) {
    for (const { name: each, type } of importsOf(await readFile(path.join(folder, file)))) imports.set(each, type);
  }
  const lines = [...imports].map(([each, type]) => ` (import "${MAIN}" "${each}" (${type}))`);
  const exported = [...imports].map(([each, type]) => ` (export "${each}" (${type.split(" ", 2).join(" ")}))`);
  const source = path.join(folder, `${name}.wat`);
  await writeFile(source, `(module\n${[...lines, ...exported].join("\n")})\n`);
  const named = files.flatMap((file) => [path.join(folder, file), path.parse(file).name]);
  run("wasm-merge", ...FEATURES, source, "__wasm_split", ...named, "-o", path.join(folder, name));
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
    if (module !== MAIN || !exported.has(name)) throw new Error(`${part}.wasm imports ${name} from ${module}, which the main file does not export`);
  }
}
