// The package as somebody gets it: packed, installed into an empty project, used by script tag, through a bundler, in Node.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { serve } from "../../scripts/lib/static-server.mjs";
import { complaints, inEachEngine, mounted, visit } from "../e2e/lib/harness.mjs";

const project = mkdtempSync(path.join(os.tmpdir(), "ie-package-"));
const installed = path.join(project, "node_modules/inference-estimator");
const npm = (...args) => execFileSync("npm", [...args, "--silent", "--offline", "--no-audit", "--no-fund"], { cwd: project, encoding: "utf8" });
let headless;

before(async () => {
  writeFileSync(path.join(project, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
  const [tarball] = npm("pack", path.resolve("pkg")).trim().split("\n").slice(-1);
  npm("install", path.join(project, tarball));
  headless = await import(pathToFileURL(path.join(installed, "dist/headless-node.js")).href);
});
after(() => rmSync(project, { recursive: true, force: true }));

test("the package holds what it promises, and no source", () => {
  const about = JSON.parse(readFileSync(path.join(installed, "package.json"), "utf8"));
  const named = JSON.stringify(about.exports).match(/\.\/[\w./-]+\.(json|js|ts)/g);
  for (const file of [...named, about.main, about.types, `./${about.customElements}`, ...about.sideEffects]) {
    assert.ok(readFileSync(path.join(installed, file)).length > 0, file);
  }
  const names = readdirSync(installed).sort();
  assert.deepEqual(names, ["README.md", "custom-elements.json", "dist", "headless.d.ts", "inference-estimator.d.ts", "package.json"]);
});

test("a script finds the calculation by its name", () => {
  writeFileSync(path.join(project, "budget.js"), `
    import { estimate } from "inference-estimator/headless";
    const { total } = estimate("#p=glossary");
    if (!(total.cost_usd_per_day <= 1500)) throw new Error("over the budget");
    console.log(total.cost_usd_per_day);`);
  assert.equal(execFileSync("node", ["budget.js"], { cwd: project, encoding: "utf8" }).trim(), "1500");
});

test("the golden prices come out in Node", () => {
  const { cases } = JSON.parse(readFileSync("tests/data/golden_prices.json", "utf8"));
  assert.ok(cases.length > 100);
  for (const each of cases) {
    if (each.expect_error) {
      assert.throws(() => headless.price(each), Error);
      continue;
    }
    const price = headless.price(each);
    for (const key of ["input_usd", "output_usd", "total_usd"]) {
      if (each.expect[key] === undefined) continue;
      const wanted = Number(each.expect[key]);
      assert.ok(Math.abs(price[key] - wanted) <= 1e-9 * Math.abs(wanted), `${each.model} ${key}: ${price[key]}, not ${wanted}`);
    }
    if (each.expect.matched_id) assert.equal(price.model, each.expect.matched_id);
  }
});

const custom = (input, output) => ({ custom: "A model", prices: { input_usd_per_mtok: input, output_usd_per_mtok: output } });
const monthly = (requests, [input, output], [inputUsd, outputUsd], more = {}) => ({
  audience: { users: requests },
  features: [{
    name: "feature", workload: { input_tokens: input, output_tokens: output, ...more },
    traffic: { share_of_users: 1, requests_per_active_day: 1, active_days_per_month: 1 },
    serving: { hosted: [{ model: custom(inputUsd, outputUsd) }] },
  }],
});

// Sources as in tests/worked_examples.rs.
for (const [what, scenario, month] of [
  ["200,000 requests on GPT-4o mini", monthly(200_000, [1500, 500], [0.15, 0.6]), 105],
  ["the same with 15 % more calls", monthly(200_000, [1500, 500], [0.15, 0.6], { retry_share: 0.15 }), 120.75],
]) {
  test(`a worked example comes out in Node: ${what}`, () => {
    const { total } = headless.estimate(scenario);
    assert.ok(Math.abs(total.cost_usd_per_month - month) < 1e-9 * month, `${total.cost_usd_per_month}`);
  });
}

test("100,000 users × 5 requests × $0.003 are $1,500 a day, in Node too", () => {
  const { total, features } = headless.estimate("#p=glossary");
  assert.deepEqual(
    [features[0].cost_usd_per_request, total.cost_usd_per_day, total.cost_usd_per_month, total.cost_usd_per_year],
    [0.003, 1500, 45_000, 540_000],
  );
});

test("golden links and their scenarios mean the same in Node", () => {
  const folder = "tests/links/1";
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".json"))) {
    const scenario = JSON.parse(readFileSync(path.join(folder, name), "utf8"));
    const link = readFileSync(path.join(folder, name.replace(".json", ".link")), "utf8");
    assert.deepEqual(headless.estimate(link).total, headless.estimate(scenario).total, name);
    assert.deepEqual(headless.scenario(headless.link(link)), headless.scenario(link), name);
  }
});

test("what is wrong is said, and nothing stops", () => {
  assert.throws(() => headless.estimate({ features: [{ naame: 1 }] }), /features\[0\]\.naame/);
  assert.throws(() => headless.estimate("https://example.org/#s=1.QAQAC"), /cut short/);
  assert.throws(() => headless.price({ model: 1 }), /`model`/);
  const circle = {};
  circle.features = circle;
  assert.throws(() => headless.estimate(circle), Error);
  assert.equal(headless.estimate("#p=glossary").total.cost_usd_per_day, 1500);
});

inEachEngine("the package", (context) => {
  const at = async (folder, check) => {
    const site = await serve({ mounts: { "/": folder } });
    site.rules.push(({ path: asked }) => (asked === "/collect.js" ? { body: readFileSync("tests/e2e/lib/collect.js") } : undefined));
    try {
      await check({ browser: context.browser, site });
    } finally {
      await site.close();
    }
  };
  const page = (script) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
    <link rel="icon" href="data:,"><script src="/collect.js"></script><script type="module" src="${script}"></script></head>
    <body><inference-estimator><p>An example.</p></inference-estimator></body></html>`;

  test("works by script tag from a folder", () => {
    const folder = path.join(project, "static");
    mkdirSync(folder, { recursive: true });
    cpSync(path.join(installed, "dist"), path.join(folder, "inference-estimator"), { recursive: true });
    writeFileSync(path.join(folder, "index.html"), page("/inference-estimator/inference-estimator.js"));
    return at(folder, async (fresh) => {
      await visit(fresh);
      await mounted(fresh);
      assert.deepEqual(await complaints(fresh), []);
    });
  });

  test("works through Vite, the calculation too", async () => {
    const { build } = await import("vite");
    const root = path.join(project, "vite");
    mkdirSync(root, { recursive: true });
    writeFileSync(path.join(root, "main.js"), `
      import "inference-estimator";
      const { estimate } = await import("inference-estimator/headless");
      document.title = String(estimate("#p=glossary").total.cost_usd_per_day);`);
    writeFileSync(path.join(root, "index.html"), page("/main.js").replace('<script src="/collect.js"></script>', ""));
    await build({ root, configFile: false, logLevel: "error" });
    await at(path.join(root, "dist"), async (fresh) => {
      await visit(fresh);
      await mounted(fresh);
      await context.browser.until(() => document.title === "1500");
    });
  });
});
