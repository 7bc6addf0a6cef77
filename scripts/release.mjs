// What a release needs, and the npm package of it. Called by ./dev release after a build; publishes nothing.
//   node scripts/release.mjs [--dry-run]
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { repository, stagePackage } from "./lib/package.mjs";

const FOLDER = "target/package";
const isDry = process.argv.includes("--dry-run");
const text = (file) => readFileSync(file, "utf8");
const git = (...words) => execFileSync("git", words, { encoding: "utf8" }).trim();

const { name, version } = JSON.parse(text("pkg/package.json"));
const crate = /^version = "(.+)"$/m.exec(text("Cargo.toml"))?.[1];
const changes = changelog(text("CHANGELOG.md"));

const checks = [
  [`Cargo.toml and pkg/package.json have the same version, ${version}`, crate === version, `Cargo.toml has ${crate}; write the same version into both`],
  [`CHANGELOG.md has a section for ${version}`, (changes.get(version) ?? 0) > 0, `head the lines of this release with "## ${version} - YYYY-MM-DD"`],
  ["nothing in CHANGELOG.md is unreleased", !changes.get("Unreleased"), `${changes.get("Unreleased")} lines are below "## Unreleased"; raise the version and head them with it`],
  ["package.json can name the repository", "repository" in repository(), "add the remote: git remote add origin ADDRESS"],
  ["NOTICE is of the crates that are linked", noticeIsCurrent(), "node scripts/notice.mjs"],
  ["no change is uncommitted", git("status", "--porcelain") === "", "commit it first"],
  [`the tag v${version} is new or is of this commit`, tagIsFree(`v${version}`), "raise the version: a released one never changes"],
];

let open = 0;
for (const [what, isMet, advice] of checks) {
  open += isMet ? 0 : 1;
  console.log(isMet ? `ok     ${what}` : `to do  ${what}: ${advice}`);
}

if (!isDry && open > 0) {
  console.error(`release: ${open} left to do; nothing was packed`);
  process.exit(1);
}
mkdirSync(FOLDER, { recursive: true });
const staged = path.join(FOLDER, "staged");
stagePackage(staged);
const words = ["pack", path.resolve(staged), "--json", "--ignore-scripts", ...(isDry ? ["--dry-run"] : [])];
execFileSync("node", ["scripts/sbom.mjs", path.join(FOLDER, `${name}-${version}.cdx.json`)], { stdio: "inherit" });
const [packed] = JSON.parse(execFileSync("npm", words, { cwd: FOLDER, encoding: "utf8" }));
for (const file of packed.files) console.log(`       ${String(file.size).padStart(9)} ${file.path}`);
console.log(`${packed.name}@${packed.version}: ${packed.files.length} files, ${packed.size} bytes packed, ${packed.unpackedSize} unpacked`);
if (isDry) console.log("A dry run: nothing was packed and nothing was published.");
else console.log(`Not published. To publish: npm publish ${path.join(FOLDER, packed.filename)} --access public && git tag v${version} && git push origin v${version}`);
if (packed.name !== name) throw new Error(`packed ${packed.name}, not ${name}`);

/** How many lines each section of the changelog has, by its version. */
function changelog(markdown) {
  const sections = new Map();
  let section;
  for (const line of markdown.split("\n")) {
    section = /^## (?:\[)?([\w.-]+)/.exec(line)?.[1] ?? section;
    if (section && line.startsWith("- ")) sections.set(section, (sections.get(section) ?? 0) + 1);
  }
  return sections;
}

function noticeIsCurrent() {
  try {
    execFileSync("node", ["scripts/notice.mjs", "--check"], { stdio: "ignore" });
    return true;
  } catch { return false; }
}

function tagIsFree(tag) {
  const commit = git("tag", "--list", tag) && git("rev-list", "-n", "1", tag);
  return !commit || commit === git("rev-parse", "HEAD");
}
