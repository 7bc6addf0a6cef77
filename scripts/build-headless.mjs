// The package's second module: the calculation without a face. Called by ./dev after the page's build, with the flags of a
// release; writes pkg/dist/headless-*.
//   node scripts/build-headless.mjs
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { minified } from "./lib/bundle.mjs";
import { bareGlue, optimised } from "./lib/module.mjs";
import { hashedName } from "./lib/page-build.mjs";

const OUT = "pkg/dist";
const target = process.env.CARGO_TARGET_DIR ?? "target";
const run = (program, ...args) => execFileSync(program, args, { stdio: "inherit" });

run("cargo", "build", "-q", "--release", "--locked", "--offline", "--target", "wasm32-unknown-unknown", "--lib",
  "--no-default-features", "--features", "headless");
const folder = await mkdtemp(path.join(os.tmpdir(), "ie-headless-"));
try {
  run("wasm-bindgen", "--target", "web", "--no-typescript", "--out-dir", folder, "--out-name", "headless",
    path.join(target, "wasm32-unknown-unknown/release/inference_estimator.wasm"));
  const wasm = await optimised(path.join(folder, "headless_bg.wasm"));
  await WebAssembly.compile(wasm);
  const name = hashedName("headless.wasm", wasm);
  await writeFile(path.join(OUT, name), wasm);
  const glue = Buffer.from(await minified(bareGlue(await readFile(path.join(folder, "headless.js"), "utf8")), true));
  const glueName = hashedName("headless-glue.js", glue);
  await writeFile(path.join(OUT, glueName), glue);
  for (const face of ["headless-node.js", "headless-web.js"]) {
    const text = await readFile(path.join("pkg/src", face), "utf8");
    await writeFile(path.join(OUT, face), text.replaceAll("./headless.wasm", `./${name}`).replaceAll("./headless-glue.js", `./${glueName}`));
  }
  console.log(`build-headless: wasm ${wasm.length} bytes`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
