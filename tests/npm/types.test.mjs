// What editors, compilers and bundlers are told about the package is what it does.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import Ajv from "ajv";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { installed } from "./lib/installed.mjs";

const { project, folder, tarball, remove } = installed();
after(remove);
const json = (file) => JSON.parse(readFileSync(file, "utf8"));
const manifest = json(path.join(folder, "custom-elements.json"));
const [declaration] = manifest.modules[0].declarations;
const { InferenceEstimator } = await import(pathToFileURL(path.join(folder, "dist/inference-estimator.js")).href);
const declared = readFileSync(path.join(folder, "inference-estimator.d.ts"), "utf8");
const names = (list) => list.map(({ name }) => name).sort();

test("publint finds nothing", async () => {
  const { messages, pkg } = await publint({ pkgDir: folder, strict: true });
  // Where the sources are is known where the repository has a remote.
  const found = messages.map((message) => formatMessage(message, pkg)).filter((text) => !/repository/.test(text));
  assert.deepEqual(found, []);
});

test("types are found as they are resolved, from modules and from require", () => {
  // The element is for pages, and so a module alone; `require` is for the calculation.
  const { status, stdout } = spawnSync("node_modules/.bin/attw", [tarball, "--ignore-rules", "cjs-resolves-to-esm", "--exclude-entrypoints", "custom-elements.json", "models.txt", "--no-emoji", "--no-color"], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});

test("the manifest keeps its schema, and names every member, attribute and event", () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(json("node_modules/custom-elements-manifest/schema.json"));
  assert.equal(validate(manifest), true, JSON.stringify(validate.errors));

  const own = Object.getOwnPropertyDescriptors(InferenceEstimator.prototype);
  const isPublic = (name) => name !== "constructor" && !name.endsWith("Callback");
  const fields = Object.keys(own).filter(isPublic);
  const methods = Object.getOwnPropertyNames(InferenceEstimator).filter((name) => typeof InferenceEstimator[name] === "function");
  assert.deepEqual(names(declaration.members), [...fields, ...methods].sort());
  for (const { name, readonly = false, static: isStatic } of declaration.members) {
    if (!isStatic) assert.equal(own[name].set === undefined, readonly, name);
  }
  const attributes = names(declaration.attributes);
  for (const name of InferenceEstimator.observedAttributes) assert.ok(attributes.includes(name), name);
  for (const { name, fieldName } of declaration.attributes) {
    assert.equal(declaration.members.find((member) => member.name === fieldName)?.attribute, name);
  }

  const inMap = [...declared.matchAll(/interface InferenceEstimator\w*EventMap[^{]*\{([^}]*)\}/g)].flatMap(([, body]) => (
    [...body.matchAll(/^ {2}"?([\w-]+)"?:/gm)].map(([, name]) => name)
  ));
  assert.deepEqual(names(declaration.events), inMap.sort());
  const sources = ["pkg/src/inference-estimator.js", "src/web/embed/widget.rs"].map((file) => readFileSync(file, "utf8")).join("\n");
  for (const name of inMap) assert.ok(sources.includes(`"${name}"`), `nothing sends ${name}`);
});

test("the manifest names every colour and part that a page may set", () => {
  const tokens = readFileSync("style/tokens.css", "utf8");
  assert.deepEqual(names(declaration.cssProperties), [...new Set(tokens.match(/--ie-[\w-]+/g))].sort());
  assert.deepEqual(names(declaration.cssParts), ["reason", "widget"]);
});

test("the data for VS Code says the same as the manifest", () => {
  const { tags: [tag] } = json(path.join(folder, "vscode.html-custom-data.json"));
  assert.equal(tag.name, declaration.tagName);
  assert.deepEqual(tag.attributes.map(({ name, description }) => ({ name, description })), declaration.attributes.map(({ name, description }) => ({ name, description })));
  for (const { name, values = [] } of tag.attributes) {
    const { text } = declaration.attributes.find((each) => each.name === name).type;
    assert.deepEqual(values.map((value) => `"${value.name}"`), text.match(/"\w+"/g) ?? []);
  }
});

test("the schema of scenarios is in the package, and takes those of the golden links", () => {
  assert.equal(readFileSync(path.join(folder, "scenario.schema.json"), "utf8"), readFileSync("docs/scenario.schema.json", "utf8"));
});

test("the README names every preset, unit, attribute, event and colour, and models.txt every model", () => {
  const readme = readFileSync(path.join(folder, "README.md"), "utf8");
  const keys = [...readFileSync("src/scenario/presets.rs", "utf8").matchAll(/^ {4}key: "([\w-]+)"/gm)].map(([, key]) => key);
  assert.match(readme, new RegExp(`Presets: ${keys.map((key) => `\`${key}\``).join(", ")}\\.`));
  const units = [...readFileSync("src/catalogue/hosted/units.rs", "utf8").matchAll(/^\s+[A-Z]\w+ = "(\w+)", "/gm)].map(([, unit]) => unit);
  const isOfAKind = (unit) => /_(text|audio|image|video)_/.test(unit) && !/annotated/.test(unit);
  for (const unit of units.filter((each) => !isOfAKind(each) && !/annotated/.test(each))) assert.ok(readme.includes(`\`${unit}\``), unit);
  for (const { name } of [...declaration.attributes, ...declaration.events, ...declaration.cssProperties]) assert.ok(readme.includes(`\`${name}\``), name);
  const models = readFileSync(path.join(folder, "models.txt"), "utf8").trim().split("\n");
  assert.ok(models.length > 2000 && models.includes("openai/gpt-4o") && models.every((model) => /^[^\s/]+\/\S+$/.test(model)));
});

const USE = `
import "inference-estimator/react";
import { InferenceEstimator, type Figures } from "inference-estimator";

const element: InferenceEstimator = document.createElement("inference-estimator");
element.view = "full";
element.view = null;
element.scenario = null;
// @ts-expect-error no such form
element.view = "wide";
const view: "compact" | "full" = element.view;
const month: number | null | undefined = element.estimate?.cost_usd_per_month;
const least: number | undefined = element.estimate?.cost_usd_per_month_at_least;
// @ts-expect-error not known is null
const sure: number = element.estimate!.cost_usd_per_month;

const changed = (event: CustomEvent<{ scenario: string }>) => { const text: string = event.detail.scenario; return text; };
element.addEventListener("scenario-change", changed);
element.removeEventListener("scenario-change", changed);
element.addEventListener("scenario-change", ({ detail }) => {
  detail.scenario.slice(1);
  // @ts-expect-error the detail is the scenario alone
  detail.estimate;
});
element.addEventListener("unavailable", ({ detail }) => detail.reason.slice(1));
element.addEventListener("click", (event) => event.clientX);
document.addEventListener("estimate-change", ({ detail }) => { const figures: Figures = detail; return figures; });
document.addEventListener("scenario-error", ({ detail }) => detail.notices.map(({ kind }) => kind));
document.removeEventListener("scenario-error", () => {});

export const jsx = <inference-estimator view="full" theme="dark" scenario="#p=glossary" urlSync autosave id="x"
  onscenario-change={({ detail }) => detail.scenario.slice(1)} ref={(found) => { found?.estimate; }}><p>An example.</p></inference-estimator>;
// @ts-expect-error no such form
export const wrong = <inference-estimator view="wide" />;
console.log(view, month, least, sure);
// @ts-expect-error it is read only
element.estimate = null;
`;

/** Type-checks files in the project; gives the compiler's complaints. */
function complaints(files, options = {}) {
  mkdirSync(path.join(project, "node_modules/@types"), { recursive: true });
  for (const name of ["@types/react", "csstype"]) {
    try { symlinkSync(path.resolve("node_modules", name), path.join(project, "node_modules", name)); } catch { /* it is there */ }
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(project, name), text);
  const compilerOptions = {
    strict: true, noEmit: true, target: "es2023", module: "nodenext", moduleResolution: "nodenext", jsx: "react-jsx",
    lib: ["es2023", "dom", "dom.iterable"], types: [], skipLibCheck: false, ...options,
  };
  writeFileSync(path.join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: Object.keys(files) }));
  return spawnSync(path.resolve("node_modules/.bin/tsc"), ["-p", project, "--pretty", "false"], { encoding: "utf8", cwd: project }).stdout.trim();
}

test("the element's types hold: events, JSX, what is null", () => {
  assert.equal(complaints({ "use.tsx": USE }), "");
});

test("every estimate is of the type that is declared, down to its leaves", async () => {
  const headless = await import(pathToFileURL(path.join(folder, "dist/headless-node.js")).href);
  const links = "tests/links/1";
  const scenarios = readdirSync(links).filter((name) => name.endsWith(".json")).map((name) => json(path.join(links, name)));
  scenarios.push({ ...headless.scenario("#p=glossary"), features: [...headless.scenario("#p=glossary").features, { name: "not known", serving: { hosted: [{ model: "nobody/knows-it" }] } }] });
  const estimates = scenarios.map((scenario) => headless.estimate(scenario));
  estimates.push(headless.estimate("#p=glossary&userz=1", { strict: false }));
  const text = JSON.stringify(estimates);
  for (const member of ["_at_least\":", "\"own_gpus\":{", "\"not_known\":"]) assert.ok(text.includes(member), member);
  const literals = estimates.map((estimate, index) => `export const e${index}: Estimate = ${JSON.stringify(estimate)};`);
  const price = headless.price({ model: "gpt-4o", provider: "openai", at: "2026-11-23T15:00:00Z", usage: { input_tokens: 1500 } });
  const usage = "tests/usage";
  const reports = Object.keys(json(path.join(usage, "expected.json"))).filter((name) => !name.startsWith("_")).slice(0, 10)
    .map((name, index) => `export const u${index}: UsageReport = ${JSON.stringify(headless.readUsage(readFileSync(path.join(usage, name), "utf8")))};`);
  const imports = 'import type { Estimate, Price, UsageReport } from "inference-estimator/headless";';
  const lines = [imports, ...literals, `export const p: Price = ${JSON.stringify(price)};`, ...reports].join("\n");
  assert.equal(complaints({ "estimates.ts": lines }), "");
  // The same types for require.
  assert.equal(complaints({ "estimates.cts": lines }), "");
});

test("NOTICE is of the crates that are linked", () => {
  execFileSync("node", ["scripts/notice.mjs", "--check"]);
  assert.equal(readFileSync(path.join(folder, "NOTICE"), "utf8"), readFileSync("NOTICE", "utf8"));
});
