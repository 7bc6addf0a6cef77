// The crates that cargo links into the WebAssembly files: for the page, and for the calculation for scripts.
import { execFileSync } from "node:child_process";

const TARGET = "wasm32-unknown-unknown";
const FEATURES = [[], ["--no-default-features", "--features", "headless"]];
const cargo = (...words) => execFileSync("cargo", [...words, "--locked", "--offline"], { encoding: "utf8", maxBuffer: 1 << 28 });

/** Each as `cargo metadata` describes it, by name; crates of this repository and macros, which are not linked, are left out. */
export function linkedCrates() {
  const metadata = JSON.parse(cargo("metadata", "--format-version", "1", "--filter-platform", TARGET, "--all-features"));
  const packages = new Map(metadata.packages.map((each) => [`${each.name} ${each.version}`, each]));
  const linked = new Set();
  for (const features of FEATURES) {
    const tree = cargo("tree", "--target", TARGET, "-e", "normal,no-proc-macro", "--prefix", "none", "-f", "{p}", ...features);
    for (const line of tree.split("\n").filter(Boolean)) {
      const [name, version] = line.split(" ");
      linked.add(`${name} ${version.slice(1)}`);
    }
  }
  return [...linked].sort().map((key) => {
    const found = packages.get(key);
    if (!found) throw new Error(`cargo metadata has no ${key}`);
    return found;
  }).filter(({ name }) => name !== "inference-estimator");
}
