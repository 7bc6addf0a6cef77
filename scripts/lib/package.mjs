// The npm package as a folder: what is in pkg/, and what the package has from elsewhere in this repository.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const OTHERS = { "LICENSE": "LICENSE", "NOTICE": "NOTICE", "CHANGELOG.md": "CHANGELOG.md", "docs/scenario.schema.json": "scenario.schema.json" };

/** Leaves the package in `folder`, ready for `npm pack`; its repository is the one that this one was cloned from. */
export function stagePackage(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync("pkg").filter((each) => !/^(dist-.*|src|demo|node_modules|.*\.tgz)$/.test(each))) {
    cpSync(path.join("pkg", name), path.join(folder, name), { recursive: true });
  }
  for (const [from, to] of Object.entries(OTHERS)) cpSync(from, path.join(folder, to));
  // The same for `require`: TypeScript tells the two by the file's name.
  cpSync("pkg/headless.d.ts", path.join(folder, "headless.d.cts"));
  // The names by which `model` and `serving` take a model: a line for each, without the number that links use.
  const ids = readFileSync("src/catalogue/data/prices/ids.txt", "utf8").trim().split("\n").map((line) => line.split("\t")[1]);
  writeFileSync(path.join(folder, "models.txt"), `${ids.sort().join("\n")}\n`);
  const about = { ...JSON.parse(readFileSync("pkg/package.json", "utf8")), ...repository() };
  writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(about, null, 2)}\n`);
  return about;
}

/** Where the sources are, as fields of package.json; none in a repository that nobody has published. */
export function repository() {
  const home = process.env.GITHUB_REPOSITORY ? `https://github.com/${process.env.GITHUB_REPOSITORY}` : webAddress(origin());
  if (!home) return {};
  return { repository: { type: "git", url: `git+${home}.git`, directory: "pkg" }, homepage: `${home}#readme`, bugs: `${home}/issues` };
}

function origin() {
  try {
    return execFileSync("git", ["remote", "get-url", "origin"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch { /* there is none */ }
}

/** `git@host:owner/name.git` and `https://host/owner/name` alike. */
function webAddress(remote) {
  const found = /^(?:https:\/\/(?:[^@/]+@)?|git@|ssh:\/\/git@)([\w.-]+)[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(remote ?? "");
  return found && `https://${found[1]}/${found[2]}`;
}
