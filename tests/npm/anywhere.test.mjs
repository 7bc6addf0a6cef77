// The package where there is no page, in other kinds of Node, and through bundlers that follow no addresses.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import * as esbuild from "esbuild";
import { serve } from "../../scripts/lib/static-server.mjs";
import { explained, inEachEngine, mounted, visit } from "../e2e/lib/harness.mjs";
import { installed } from "./lib/installed.mjs";

const { project, folder, remove } = installed({ type: "commonjs" });
after(remove);

/** Runs a file of these lines in Node and gives what it prints. */
function printed(name, text, ...options) {
  writeFileSync(path.join(project, name), text);
  return execFileSync("node", [...options, name], { cwd: project, encoding: "utf8" }).trim();
}

const MONTH = 'estimate("#p=glossary").total.cost_usd_per_month';

for (const entry of ["", "/react", "/vue", "/svelte", "/frame"]) {
  test(`imported where there is no page, inference-estimator${entry} does nothing and does not throw`, () => {
    assert.equal(printed("server.mjs", `
      const before = Object.getOwnPropertyNames(globalThis).join();
      const found = await import("inference-estimator${entry}");
      console.log(typeof (found.InferenceEstimator ?? (() => {})), before === Object.getOwnPropertyNames(globalThis).join());`), "function true");
  });
}

test("a server that renders pages may bundle it, as a module or for require", async () => {
  writeFileSync(path.join(project, "page.mjs"), 'import "inference-estimator"; import "inference-estimator/frame"; console.log("<inference-estimator></inference-estimator>");');
  for (const [format, extension] of [["esm", "mjs"], ["cjs", "cjs"], ["iife", "js"]]) {
    const outfile = path.join(project, `out-${format}`, `page.${extension}`);
    await esbuild.build({ absWorkingDir: project, entryPoints: ["page.mjs"], bundle: true, platform: "node", format: /** @type {any} */ (format), outfile, logLevel: "silent" });
    assert.match(execFileSync("node", [outfile], { encoding: "utf8" }), /<inference-estimator>/);
  }
});

test("the calculation is there for require, without any switch of Node", () => {
  const text = `const { estimate } = require("inference-estimator/headless"); console.log(${MONTH});`;
  assert.equal(printed("month.cjs", text), "45000");
  assert.equal(printed("month.cjs", text, "--no-experimental-require-module"), "45000");
});

test("import and require give the same functions by name", () => {
  const names = printed("names.mjs", `
    import { createRequire } from "node:module";
    const required = createRequire(import.meta.url)("inference-estimator/headless");
    console.log(JSON.stringify([Object.keys(await import("inference-estimator/headless")).sort(), Object.keys(required).sort()]));`);
  const [imported, required] = JSON.parse(names);
  assert.deepEqual(imported, ["estimate", "link", "price", "priceAll", "readUsage", "scenario"]);
  assert.deepEqual(required, imported);
});

test("one file that esbuild makes for Lambda has the calculation in it", async () => {
  writeFileSync(path.join(project, "handler.mjs"), `import { estimate } from "inference-estimator/headless"; export const handler = async () => ${MONTH};`);
  for (const [format, extension] of [["cjs", "cjs"], ["esm", "mjs"]]) {
    // Alone in a folder of its own, as it is uploaded.
    const alone = mkdtempSync(path.join(os.tmpdir(), "ie-lambda-"));
    const outfile = path.join(alone, `handler.${extension}`);
    await esbuild.build({
      absWorkingDir: project, entryPoints: ["handler.mjs"], bundle: true, minify: true, platform: "node", target: "node20",
      format: /** @type {any} */ (format), outfile, logLevel: "silent",
      // esbuild's own way for packages of the other kind in an ES module.
      banner: format === "esm" ? { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' } : {},
    });
    const code = `import(${JSON.stringify(outfile)}).then(({ handler }) => handler()).then(console.log)`;
    assert.equal(execFileSync("node", ["-e", code], { encoding: "utf8" }).trim(), "45000", format);
    rmSync(alone, { recursive: true });
  }
});

test("Workers are given a compiled module, and nothing of Node", async () => {
  writeFileSync(path.join(project, "worker.mjs"), `import { estimate } from "inference-estimator/headless"; globalThis.found = ${MONTH};`);
  // As wrangler does: an import of a .wasm file is a WebAssembly.Module.
  const outfile = path.join(project, "worker-out.mjs");
  await esbuild.build({
    absWorkingDir: project, entryPoints: ["worker.mjs"], bundle: true, format: "esm", platform: "neutral", conditions: ["workerd"], outfile, logLevel: "silent",
    plugins: [{ name: "wasm", setup: (build) => build.onResolve({ filter: /\.wasm$/ }, ({ path: file, resolveDir }) => ({ path: `wasm:${path.resolve(resolveDir, file)}`, external: true })) }],
  });
  const text = readFileSync(outfile, "utf8");
  assert.deepEqual(text.match(/node:|\bBuffer\.|fetch\(|WebAssembly\.(compile|instantiate|Module)\b/g), null);
  const [, name, file] = /import (\w+) from "wasm:([^"]+)"/.exec(text) ?? [];
  const run = new Function(name, text.replace(/^import .*$/m, ""));
  const globals = /** @type {any} */ (globalThis);
  run(new WebAssembly.Module(readFileSync(file)));
  assert.equal(globals.found, 45_000);
  delete globals.found;
});

test("jsdom loads the element without an error", async () => {
  const found = printed("dom.mjs", `
    import { createRequire } from "node:module";
    const { JSDOM, VirtualConsole } = createRequire(${JSON.stringify(path.resolve("package.json"))})("jsdom");
    const errors = [];
    const virtualConsole = new VirtualConsole();
    for (const type of ["jsdomError", "error"]) virtualConsole.on(type, (error) => errors.push(String(error)));
    const { window } = new JSDOM("<body><inference-estimator view='full'><p>An example.</p></inference-estimator></body>", { virtualConsole, url: "https://example.org/" });
    for (const name of ["window", "document", "HTMLElement", "customElements", "CustomEvent", "Event", "Node", "location", "MutationObserver"]) globalThis[name] = window[name];
    process.on("unhandledRejection", (error) => errors.push(String(error)));
    await import("inference-estimator");
    const element = document.querySelector("inference-estimator");
    await new Promise((done) => setTimeout(done, 500));
    console.log(JSON.stringify([element.view, element.estimate, element.textContent, errors]));
    process.exit(0);`);
  assert.deepEqual(JSON.parse(found.split("\n").at(-1)), ["full", null, "An example.", []]);
});

inEachEngine("the package through a bundler that follows no addresses", (context) => {
  const page = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,"><script type="module" src="/main.js"></script></head><body><inference-estimator><p>An example.</p></inference-estimator></body></html>';
  const bundled = async (name, check, { copies }) => {
    const root = path.join(project, name);
    mkdirSync(root, { recursive: true });
    writeFileSync(path.join(project, "main.mjs"), 'import "inference-estimator";');
    await esbuild.build({ absWorkingDir: project, entryPoints: ["main.mjs"], bundle: true, format: "esm", outfile: path.join(root, "main.js"), logLevel: "silent" });
    writeFileSync(path.join(root, "index.html"), page);
    if (copies) {
      for (const file of readdirSync(path.join(folder, "dist")).filter((each) => /\.(wasm|txt)$/.test(each))) {
        cpSync(path.join(folder, "dist", file), path.join(root, file));
      }
    }
    const site = await serve({ mounts: { "/": root } });
    // What a single-page application's server answers where it has no file.
    if (!copies) site.rules.push(({ path: asked }) => (/\.(wasm|txt)$/.test(asked) ? { body: page, headers: { "content-type": "text/html" } } : undefined));
    try {
      await check({ browser: context.browser, site });
    } finally {
      await site.close();
    }
  };

  test("works with esbuild and the files copied beside the bundle", () => bundled("esbuild", async (at) => {
    await visit(at);
    await mounted(at);
  }, { copies: true }));

  test("says so where the files were not copied", () => bundled("esbuild-bare", async (at) => {
    await visit(at);
    assert.match(await explained(at), /web page in place of a file/);
  }, { copies: false }));
}, { engines: ["chromium"] });
