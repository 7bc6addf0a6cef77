// Documents that name tests name tests that exist.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const read = (folder, ending) => readdirSync(folder).filter((name) => name.endsWith(ending)).map((name) => readFileSync(`${folder}/${name}`, "utf8")).join("\n");
const scripts = read("tests/e2e", ".mjs") + read("tests/npm", ".mjs");
const rust = read("tests", ".rs");

/** A name with `${…}` in it stands for what is put in. */
const patterns = [...scripts.matchAll(/\btest\(\s*(["`])((?:(?!\1).|\n)*?)\1/g)].map(([, , name]) => (
  new RegExp(`^${name.split(/\$\{(?:[^{}`]|`[^`]*`|\{[^}]*\})*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`)
));

for (const [file, from, to] of [["docs/faults.md", "| # |", "\n\n"], ["README.md", "## What we promise", "\n## "]]) {
  test(`every test that ${file} names is there`, () => {
    const text = readFileSync(file, "utf8");
    const begin = text.indexOf(from);
    assert.ok(begin >= 0, from);
    const end = text.indexOf(to, begin + from.length);
    const part = text.slice(begin, end < 0 ? undefined : end).split("\n").map((line) => line.split("|").at(-2) ?? "").join("\n");
    const names = [...part.matchAll(/"([^"]+)"/g)].map(([, name]) => name);
    const functions = [...part.matchAll(/`([a-z0-9]+(?:_[a-z0-9]+){2,})`/g)].map(([, name]) => name);
    assert.ok(names.length + functions.length > 5);
    assert.deepEqual(names.filter((name) => !patterns.some((pattern) => pattern.test(name))), []);
    assert.deepEqual(functions.filter((name) => !rust.includes(`fn ${name}(`)), []);
  });
}
