// The frame's page, and the script for the page around it.
import { readFile } from "node:fs/promises";
import { bundled, css } from "./bundle.mjs";
import { hashedName } from "./page-build.mjs";

/** By name: `embed.html` and what it loads besides the element, and the script for the page around it. */
export async function frameFiles({ release }) {
  const files = new Map();
  let html = await readFile("pkg/src/embed.html", "utf8");
  html = html.replace(/\s*<!--.*?-->/gs, "");
  const parts = [["frame.css", await css("pkg/src/frame.css", release)], ["frame.js", await bundled("pkg/src/frame.js", { release })]];
  for (const [plain, text] of parts) {
    const name = hashedName(plain, Buffer.from(text));
    files.set(name, text);
    html = html.replace(`"./${plain}"`, `"./${name}"`);
  }
  files.set("embed.html", html);
  files.set("inference-estimator-frame.js", await bundled("pkg/src/inference-estimator-frame.js", { release }));
  return files;
}
