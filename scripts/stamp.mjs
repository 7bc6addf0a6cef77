// One line that changes when anything changes that a build reads: so that ./dev can leave a finished build alone.
//   node scripts/stamp.mjs
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const INPUTS = [
  "Cargo.toml", "Cargo.lock", "patches", "build.rs", "index.html", "package-lock.json", "src", "style", "pkg/src", "page",
  "scripts/build-page.mjs", "scripts/build-headless.mjs", "scripts/lib", "LICENSE", "dev",
];

/** A digest over names and contents of all inputs. */
export function stamp() {
  const digest = createHash("sha256");
  const take = (file) => {
    const about = statSync(file, { throwIfNoEntry: false });
    if (!about) return;
    if (about.isDirectory()) {
      for (const name of readdirSync(file).sort()) take(path.join(file, name));
      return;
    }
    digest.update(`${file}\0${about.size}\0`).update(readFileSync(file));
  };
  INPUTS.forEach(take);
  return digest.digest("hex");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(stamp());
