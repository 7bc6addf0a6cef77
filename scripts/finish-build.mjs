// Trunk's post_build hook. Takes the module and its glue from the staging folder, makes them small, names every file
// after its final bytes, and leaves two folders: the stand-alone page (Trunk's dist) and the embed (pkg/dist).
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { bundled, minified } from "./lib/bundle.mjs";
import { hashedName, pageFiles } from "./lib/page-build.mjs";

const staging = process.env.TRUNK_STAGING_DIR;
if (!staging) throw new Error("run by Trunk: use ./dev build");
const release = process.env.TRUNK_PROFILE === "release";
const embed = release ? "pkg/dist" : "pkg/dist-dev";
const BOOK = "src/catalogue/data/prices/book.txt";

// Never --all-features: that also writes forms which only one engine reads. These are what rustc's own target uses.
const WASM_OPT = [
  "-Oz", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext", "--enable-mutable-globals",
  "--enable-reference-types", "--enable-multivalue", "--strip-debug", "--strip-producers", "--strip-target-features",
];

const started = performance.now();
const files = new Map();
const names = {};

const wasm = await optimised(path.join(staging, "inference-estimator_bg.wasm"));
await WebAssembly.compile(wasm);
add("estimator.wasm", wasm);
add("estimator.js", await glue(path.join(staging, "inference-estimator.js")));
add("prices.txt", existsSync(BOOK) ? await readFile(BOOK) : Buffer.from("no prices yet\n"));
const shell = withNames(await bundled("pkg/src/inference-estimator.js", { release, external: ["./estimator.js"] }));
await writeEmbed();
await writePage();
console.log(`finish-build: ${Math.round(performance.now() - started) / 1000} s, wasm ${wasm.length} bytes`);

function add(name, bytes) {
  names[name] = hashedName(name, bytes);
  files.set(names[name], bytes);
}

function withNames(text) {
  for (const [plain, hashed] of Object.entries(names)) {
    if (!text.includes(`./${plain}`)) throw new Error(`the element's script does not name ${plain}`);
    text = text.replaceAll(`./${plain}`, `./${hashed}`);
  }
  return text;
}

async function optimised(file) {
  if (!release) return readFile(file);
  const out = `${file}.opt`;
  execFileSync("wasm-opt", [...WASM_OPT, file, "-o", out], { stdio: "inherit" });
  const bytes = await readFile(out);
  await rm(out);
  return bytes;
}

// The glue would look for a module beside it under its own plain name; the element always hands one in.
async function glue(file) {
  const source = await readFile(file, "utf8");
  const bare = source.replace(/module_or_path = new URL\([^;]*;/, 'throw new Error("no module given");');
  if (bare === source) throw new Error("the glue of wasm-bindgen has changed: look at its default address");
  return Buffer.from(await minified(bare, release));
}

async function writeEmbed() {
  await rm(embed, { recursive: true, force: true });
  await mkdir(embed, { recursive: true });
  for (const [name, bytes] of files) await writeFile(path.join(embed, name), bytes);
  await writeFile(path.join(embed, "inference-estimator.js"), shell);
}

async function writePage() {
  for (const name of ["inference-estimator.js", "inference-estimator_bg.wasm", "inference-estimator.d.ts",
    "inference-estimator_bg.wasm.d.ts"]) await rm(path.join(staging, name), { force: true });
  const html = await readFile(path.join(staging, "index.html"), "utf8");
  const page = await pageFiles({ html, shell, files, names, release });
  for (const [name, bytes] of page) await writeFile(path.join(staging, name), bytes);
}
