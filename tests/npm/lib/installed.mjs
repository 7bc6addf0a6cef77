// The package as somebody gets it: packed, and installed into an empty project.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { stagePackage } from "../../../scripts/lib/package.mjs";

/** @returns the project's folder, the package in it, its tarball, and what takes all of it away */
export function installed({ type = "module" } = {}) {
  const project = mkdtempSync(path.join(os.tmpdir(), "ie-package-"));
  const npm = (...args) => execFileSync("npm", [...args, "--silent", "--offline", "--no-audit", "--no-fund"], { cwd: project, encoding: "utf8" });
  writeFileSync(path.join(project, "package.json"), JSON.stringify({ name: "empty", private: true, type }));
  const staged = path.join(project, "staged");
  stagePackage(staged);
  const tarball = path.join(project, npm("pack", staged).trim().split("\n").at(-1));
  npm("install", tarball);
  return {
    project, tarball, folder: path.join(project, "node_modules/inference-estimator"),
    remove: () => rmSync(project, { recursive: true, force: true }),
  };
}
