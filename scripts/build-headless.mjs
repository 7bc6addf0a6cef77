// The package's second module: the calculation without the widget. Called by ./dev after the page's build; writes
// headless-* into the embed's folder. Its glue keeps the names and lines that wasm-bindgen gives it: an error that nobody
// catches prints the line it comes from, and a line of the page's glue is the whole file.
//   node scripts/build-headless.mjs COMPILED_MODULE FOLDER
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { optimised } from "./lib/module.mjs";
import { hashedName } from "./lib/page-build.mjs";

const [compiled, out] = process.argv.slice(2);
const folder = await mkdtemp(path.join(os.tmpdir(), "ie-headless-"));
try {
  execFileSync("wasm-bindgen", ["--target", "bundler", "--no-typescript", "--out-dir", folder, "--out-name", "headless", compiled], { stdio: "inherit" });
  const wasm = await optimised(path.join(folder, "headless_bg.wasm"), true);
  await check(wasm);
  const name = hashedName("headless.wasm", wasm);
  await writeFile(path.join(out, name), wasm);
  // What wasm-bindgen writes is not checked against types; what calls it is.
  const glue = `// @ts-nocheck\n${await readFile(path.join(folder, "headless_bg.js"), "utf8")}`;
  const glueName = hashedName("headless-glue.js", glue);
  await writeFile(path.join(out, glueName), glue);
  const source = async (file) => (await readFile(path.join("pkg/src", file), "utf8"))
    .replaceAll("./headless.wasm", `./${name}`).replaceAll("./headless-glue.js", `./${glueName}`);
  const rows = await source("headless-rows.js");
  const rowsName = hashedName("headless-rows.js", rows);
  await writeFile(path.join(out, rowsName), rows);
  for (const entry of ["headless-node.js", "headless-web.js"]) {
    await writeFile(path.join(out, entry), (await source(entry)).replaceAll("./headless-rows.js", `./${rowsName}`));
  }
  console.log(`build-headless: wasm ${wasm.length} bytes`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The entries hand in the glue under this name. */
async function check(wasm) {
  const others = WebAssembly.Module.imports(await WebAssembly.compile(wasm)).filter(({ module }) => module !== "./headless_bg.js");
  if (others.length > 0) throw new Error(`the module imports ${JSON.stringify(others)}`);
}
