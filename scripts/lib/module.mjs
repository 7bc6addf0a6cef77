// WebAssembly as wasm-bindgen leaves it, made small, and its glue.
import { execFileSync } from "node:child_process";
import { readFile, rm } from "node:fs/promises";

// Never --all-features: that also writes forms which only one engine reads. These are what rustc's own target uses.
const WASM_OPT = [
  "-Oz",
  // A function put into its callers makes the module shorter and its brotli longer: without it that is 8 % less.
  "--always-inline-max-function-size=1", "--flexible-inline-max-function-size=1",
  "--one-caller-inline-max-function-size=20",
  "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext", "--enable-mutable-globals",
  "--enable-reference-types", "--enable-multivalue", "--strip-debug", "--strip-producers", "--strip-target-features",
];

/** The bytes of a module after wasm-opt. */
export async function optimised(file) {
  const out = `${file}.opt`;
  execFileSync("wasm-opt", [...WASM_OPT, file, "-o", out], { stdio: "inherit" });
  const bytes = await readFile(out);
  await rm(out);
  return bytes;
}

/** The glue would look for a module beside it under its own plain name; whoever uses it always hands one in. */
export function bareGlue(source) {
  const bare = source.replace(/module_or_path = new URL\([^;]*;/, 'throw new Error("no module given");');
  if (bare === source) throw new Error("the glue of wasm-bindgen has changed: look at its default address");
  return bare;
}
