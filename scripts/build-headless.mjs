// The package's second module: the calculation without the widget. Called by ./dev after the page's build; writes
// headless-* into the embed's folder. Its glue keeps the names and lines that wasm-bindgen gives it: an error that nobody
// catches prints the line it comes from, and a line of the page's glue is the whole file.
//   node scripts/build-headless.mjs COMPILED_MODULE FOLDER
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { headlessFiles } from "./lib/headless-build.mjs";
import { optimised } from "./lib/module.mjs";

const [compiled, out] = process.argv.slice(2);
const folder = await mkdtemp(path.join(os.tmpdir(), "ie-headless-"));
try {
  execFileSync("wasm-bindgen", ["--target", "bundler", "--no-typescript", "--out-dir", folder, "--out-name", "headless", compiled], { stdio: "inherit" });
  const wasm = await optimised(path.join(folder, "headless_bg.wasm"), true);
  await check(wasm);
  const glue = await readFile(path.join(folder, "headless_bg.js"), "utf8");
  for (const [name, bytes] of await headlessFiles({ wasm, glue })) await writeFile(path.join(out, name), bytes);
  console.log(`build-headless: wasm ${wasm.length} bytes`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The entries hand in the glue under this name. */
async function check(wasm) {
  const others = WebAssembly.Module.imports(await WebAssembly.compile(wasm)).filter(({ module }) => module !== "./headless_bg.js");
  if (others.length > 0) throw new Error(`the module imports ${JSON.stringify(others)}`);
}
