// Makes the files of a page from the compiled module: cuts the module, binds it to JavaScript, makes it small, names every
// file after its final bytes, and leaves two folders: the stand-alone page (dist/) and the embed (pkg/dist/).
//   node scripts/build-page.mjs COMPILED_MODULE FOLDER [--release]
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { bundled, css } from "./lib/bundle.mjs";
import { frameFiles } from "./lib/frame-build.mjs";
import { moduleFiles } from "./lib/module.mjs";
import { hashedName, pageFiles } from "./lib/page-build.mjs";

const { positionals: [compiled, folder], values: { release = false } } = parseArgs({
  allowPositionals: true, options: { release: { type: "boolean" } },
});
const PRICES = "src/catalogue/data/prices";

const started = performance.now();
const { embed, page } = await moduleFiles(compiled, release);
await writeEmbed(path.join("pkg", folder));
await writePage();
const sizes = ({ modules }) => Object.entries(modules).map(([name, bytes]) => `${name} ${bytes.length}`).join(", ");
console.log(`build-page: ${Math.round(performance.now() - started) / 1000} s; bytes of the embed's module: ${sizes(embed)}; of the page's: ${sizes(page)}`);

/**
 * The element's files, their names by plain name, and its script. `isWhole` says that the full form is in the main file.
 */
async function elementFiles({ modules, glue }, isWhole) {
  const files = new Map();
  const names = {};
  const add = (name, bytes) => {
    names[name] = hashedName(name, bytes);
    files.set(names[name], bytes);
  };
  for (const [name, bytes] of Object.entries(modules)) add(`${name}.wasm`, bytes);
  for (const part of isWhole ? ["later"] : ["full", "later"]) {
    // Not by the name of a style sheet: bundlers would make a script of it.
    add(`${part}-style.txt`, Buffer.from(await css(`style/${part}.css`, release)));
  }
  add("estimator.js", Buffer.from(glue));
  add("prices.txt", await readFile(`${PRICES}/book.txt`));
  // By a name that servers compress.
  for (const table of ["o200k", "cl100k"]) add(`${table}.txt`, await readFile(`src/tokens/data/${table}.merges`));
  let shell = await bundled("pkg/src/inference-estimator.js", {
    release, external: ["./estimator.js"], define: { IS_WHOLE: String(isWhole) },
  });
  for (const [plain, hashed] of Object.entries(names)) {
    if (!shell.includes(`./${plain}`)) throw new Error(`the element's script does not name ${plain}`);
    shell = shell.replaceAll(`./${plain}`, `./${hashed}`);
  }
  return { files, names, shell };
}

async function writeEmbed(out) {
  const { files, shell } = await elementFiles(embed, false);
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const frame = await frameFiles({ release });
  for (const [name, bytes] of [...files, ...frame]) await writeFile(path.join(out, name), bytes);
  await writeFile(path.join(out, "inference-estimator.js"), shell);
  for (const name of ["LICENSE", ...(await readdir(PRICES)).filter((each) => each.startsWith("LICENSE"))]) {
    await cp(name === "LICENSE" ? name : path.join(PRICES, name), path.join(out, name));
  }
}

async function writePage() {
  const html = await readFile("index.html", "utf8");
  const all = await pageFiles({ html, ...await elementFiles(page, true), release });
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of all) await writeFile(path.join(folder, name), bytes);
  // The page's dialog for embedding names these.
  await cp(path.join("pkg", folder), path.join(folder, "embed"), { recursive: true });
}
