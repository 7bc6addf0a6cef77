// The finished files, without a browser.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { DIST } from "./lib/harness.mjs";

/** Every file below a folder, by its path from there. */
const below = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, path: older, name }) => path.join(parentPath ?? older, name))
  .map((file) => ({ name: path.relative(folder, file), bytes: readFileSync(file) }));
const files = below(DIST);
const release = { skip: DIST === "dist" ? false : "only a release is made clean" };

test("every file of the module is a module as it is: it can be compiled while it arrives", async () => {
  const modules = files.filter(({ name }) => name.endsWith(".wasm"));
  const names = modules.map(({ name }) => name.replace(/-[0-9a-f]{12}/, "")).sort();
  assert.deepEqual(names.filter((name) => !name.startsWith("embed")), ["bill.wasm", "estimator.wasm", "later.wasm", "own.wasm"]);
  for (const name of ["bill", "estimator", "full", "later", "own", "shared"]) assert.ok(names.includes(path.join("embed", `${name}.wasm`)), name);
  for (const { name, bytes } of modules) {
    const module = await WebAssembly.compile(bytes);
    assert.deepEqual(WebAssembly.Module.customSections(module, "parts"), [], name);
    assert.ok(WebAssembly.Module.exports(module).length + WebAssembly.Module.imports(module).length > 0, name);
  }
});

test("no file tells where it was built", release, () => {
  const paths = [os.homedir(), process.cwd(), process.env.CARGO_HOME, process.env.CARGO_TARGET_DIR, ".cargo/registry", "/home/",
    ".rustup"].filter((each) => each && each.length > 1);
  for (const { name, bytes } of files) {
    const text = bytes.toString("latin1");
    for (const each of paths) {
      const at = text.indexOf(each);
      assert.ok(at < 0, `${name} holds ${each}: ${JSON.stringify(text.slice(Math.max(0, at - 40), at + 80))}`);
    }
  }
});

test("every name is a digest of the file's own bytes", () => {
  for (const { name, bytes } of files.filter((file) => /-[0-9a-f]{12}\./.test(file.name))) {
    const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
    assert.equal(name.match(/-([0-9a-f]{12})\./)[1], digest, name);
  }
});

test("the page has no inline script and no inline style", () => {
  const html = String(files.find(({ name }) => name === "index.html").bytes);
  assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)/);
  assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=/);
});

test("the service worker knows every file of the page, and no other", () => {
  const worker = String(files.find(({ name }) => name === "sw.js").bytes);
  const known = JSON.parse(worker.match(/\{"\.\/":[^}]*\}/)[0]);
  // What stands in other pages is no part of this one.
  const wanted = files.map(({ name }) => name)
    .filter((name) => /-[0-9a-f]{12}\.(?!png)/.test(name) && !name.startsWith("lost-") && !name.startsWith("embed"));
  assert.deepEqual(Object.keys(known).filter((name) => name !== "./").sort(), wanted.sort());
  const page = files.find(({ name }) => name === "index.html").bytes;
  assert.equal(known["./"], createHash("sha256").update(page).digest("hex").slice(0, 12));
});

test("the page brings what its dialog for other pages names: the embed as it is in the package", () => {
  // The calculation without the widget is for scripts alone.
  const known = (all) => all.filter(({ name }) => !name.startsWith("headless")).map(({ name, bytes }) => `${name} ${createHash("sha256").update(bytes).digest("hex")}`).sort();
  assert.deepEqual(known(below(path.join(DIST, "embed"))), known(below(path.join("pkg", DIST))));
});

test("the one file names no other and allows no connection", () => {
  const html = String(files.find(({ name }) => name === "inference-estimator.html").bytes);
  assert.match(html, /default-src 'none'; script-src 'sha256-[^;]*'wasm-unsafe-eval'/);
  assert.doesNotMatch(html, /<(script|img|iframe)[^>]*\ssrc=|<link[^>]*href="(?!data:)|connect-src[ ;"]/);
});

test("the manifest names icons that are there", () => {
  const manifest = JSON.parse(files.find(({ name }) => name.endsWith(".webmanifest")).bytes);
  for (const { src } of manifest.icons) assert.ok(files.some(({ name }) => name === src), src);
});
