// Trunk's post_build hook. Takes the module and its glue from the staging folder, makes them small, names every file
// after its final bytes, and leaves two folders: the stand-alone page (Trunk's dist) and the embed (pkg/dist).
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { bundled, css, minified } from "./lib/bundle.mjs";
import { frameFiles } from "./lib/frame-build.mjs";
import { cutInTwo, heardGlue, startedGlue } from "./lib/module.mjs";
import { hashedName, pageFiles } from "./lib/page-build.mjs";
import { withSection } from "./lib/wasm.mjs";
import { packed } from "./lib/wasm-pack.mjs";

const staging = process.env.TRUNK_STAGING_DIR;
if (!staging) throw new Error("run by Trunk: use ./dev build");
const release = process.env.TRUNK_PROFILE === "release";
const embed = release ? "pkg/dist" : "pkg/dist-dev";
const PRICES = "src/catalogue/data/prices";
const BOOK = `${PRICES}/book.txt`;

const started = performance.now();
const files = new Map();
const names = {};

const { main, later, glue } = release ? await cutInTwo(compiled()) : await whole();
await WebAssembly.compile(main);
add("estimator.wasm", release ? packed(main) : main);
add("later.wasm", release ? withSection(packed(later), "style", await css("style/later.css", release)) : later);
const unpacking = 'export { unpacked } from "./pkg/src/packed.js";\n';
add("estimator.js", Buffer.from(await minified(heardGlue(startedGlue(glue)) + unpacking, release)));
add("prices.txt", existsSync(BOOK) ? await readFile(BOOK) : Buffer.from("no prices yet\n"));
const shell = withNames(await bundled("pkg/src/inference-estimator.js", { release, external: ["./estimator.js"] }));
await writeEmbed();
await writePage();
console.log(`finish-build: ${Math.round(performance.now() - started) / 1000} s, wasm ${main.length} + ${later.length} bytes`);

/** What the compiler left; what Trunk staged of it is bound already, and can no longer be cut. */
function compiled() {
  return path.join(process.env.CARGO_TARGET_DIR ?? "target", "wasm32-unknown-unknown/release/inference_estimator.wasm");
}

/** The quick build is in one piece, style included. */
async function whole() {
  const main = await readFile(path.join(staging, "inference-estimator_bg.wasm"));
  const glue = await readFile(path.join(staging, "inference-estimator.js"), "utf8");
  return { main, later: Buffer.alloc(0), glue: `export function onLater() {}\n${glue}` };
}

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

async function writeEmbed() {
  await rm(embed, { recursive: true, force: true });
  await mkdir(embed, { recursive: true });
  const frame = await frameFiles({ release });
  for (const [name, bytes] of [...files, ...frame]) await writeFile(path.join(embed, name), bytes);
  await writeFile(path.join(embed, "inference-estimator.js"), shell);
  for (const name of ["LICENSE", ...(await readdir(PRICES)).filter((each) => each.startsWith("LICENSE"))]) {
    await cp(name === "LICENSE" ? name : path.join(PRICES, name), path.join(embed, name));
  }
}

async function writePage() {
  for (const name of ["inference-estimator.js", "inference-estimator_bg.wasm", "inference-estimator.d.ts",
    "inference-estimator_bg.wasm.d.ts"]) await rm(path.join(staging, name), { force: true });
  const html = await readFile(path.join(staging, "index.html"), "utf8");
  const page = await pageFiles({ html, shell, files, names, release });
  for (const [name, bytes] of page) await writeFile(path.join(staging, name), bytes);
  // The page's dialog for embedding names these.
  await cp(embed, path.join(staging, "embed"), { recursive: true });
}
