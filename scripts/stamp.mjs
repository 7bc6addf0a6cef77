// One line that changes when anything changes that a build reads: so that ./dev can leave a finished build alone.
//   node scripts/stamp.mjs
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const INPUTS = [
  "Cargo.toml", "Cargo.lock", "build.rs", "Trunk.toml", "index.html", "package-lock.json", "src", "style", "pkg/src", "page",
  "scripts/finish-build.mjs", "scripts/build-headless.mjs", "scripts/lib", "LICENSE", "dev",
];

/** A digest over names and contents of all inputs. */
export function stamp() {
  const digest = createHash("sha256");
  const take = (file) => {
    const about = statSync(file, { throwIfNoEntry: false });
    if (!about) return;
    if (about.isDirectory()) return void readdirSync(file).sort().forEach((name) => take(path.join(file, name)));
    digest.update(`${file}\0${about.size}\0`).update(readFileSync(file));
  };
  INPUTS.forEach(take);
  return digest.digest("hex");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(stamp());
