// The package as somebody gets it: packed, installed into an empty project, used by script tag, through a bundler, in Node.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { serve } from "../../scripts/lib/static-server.mjs";
import { installed as install } from "./lib/installed.mjs";
import { complaints, inEachEngine, mounted, visit } from "../e2e/lib/harness.mjs";

const { project, folder: installed, remove } = install();
let headless;

before(async () => { headless = await import(pathToFileURL(path.join(installed, "dist/headless-node.js")).href); });
after(remove);

test("the package holds what it promises, and no source", () => {
  const about = JSON.parse(readFileSync(path.join(installed, "package.json"), "utf8"));
  const named = JSON.stringify(about.exports).match(/\.\/[\w./-]+\.(json|js|cjs|ts|cts)/g);
  for (const file of [...named, about.main, about.types, `./${about.customElements}`]) {
    assert.ok(readFileSync(path.join(installed, file)).length > 0, file);
  }
  const names = readdirSync(installed).filter((name) => !name.endsWith(".d.ts")).sort();
  assert.deepEqual(names, [
    "CHANGELOG.md", "LICENSE", "NOTICE", "README.md", "bin", "custom-elements.json", "dist", "headless.d.cts", "models.txt",
    "package.json", "scenario.schema.json", "vscode.html-custom-data.json",
  ]);
});

test("a script finds the calculation by its name", () => {
  writeFileSync(path.join(project, "budget.js"), `
    import { estimate } from "inference-estimator/headless";
    const { total } = estimate("#p=glossary");
    if (total.cost_usd_per_day === null || total.cost_usd_per_day > 1500) throw new Error("over the budget");
    console.log(total.cost_usd_per_day);`);
  assert.equal(execFileSync("node", ["budget.js"], { cwd: project, encoding: "utf8" }).trim(), "1500");
});

/** The package's command line, as npx finds it. */
function command(words, input = "") {
  const program = path.join(project, "node_modules/.bin/inference-estimator");
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: project, input, encoding: "utf8" });
  return { status, stdout, stderr };
}

test("the command line estimates a link, a file and standard input", () => {
  const link = "#p=glossary&users=250000";
  const found = command(["estimate", link]);
  assert.equal(found.status, 0, found.stderr);
  assert.equal(JSON.parse(found.stdout).total.cost_usd_per_month, 112_500);
  writeFileSync(path.join(project, "scenario.json"), JSON.stringify(headless.scenario(link)));
  for (const [words, input] of [[["estimate", "scenario.json"], ""], [["estimate", "-"], link]]) {
    assert.equal(JSON.parse(command(words, input).stdout).total.cost_usd_per_month, 112_500, words.join(" "));
  }
  assert.match(command(["estimate", link, "--form", "sentence"]).stdout, /costs \$112,500 a month .* first token at p95 \d+ ms/);
});

test("the command line ends with 1 where a limit is broken or not known, and with 0 where all are kept", () => {
  const unknown = JSON.stringify({ ...headless.scenario("#p=glossary"), features: [{ serving: { hosted: [{ model: "nobody/knows-it" }] } }] });
  for (const [status, words, input, said] of [
    [0, ["check", "#p=glossary", "--max-usd-per-month", "45000"], "", /^kept: cost: \$45,000 a month; limit \$45,000$/m],
    [1, ["check", "#p=glossary", "--max-usd-per-month", "44999"], "", /^broken: cost/m],
    [1, ["check", "#p=glossary", "--max-ttft-p95-ms", "1"], "", /^broken: .*first token/m],
    [0, ["check", "#p=glossary", "--max-ttft-p95-ms", "60000", "--max-usd-per-month", "1e6"], "", /^kept: .*first token/m],
    [1, ["check", "-", "--max-usd-per-month", "1e9"], unknown, /^not known: cost/m],
    [1, ["check", "-", "--max-ttft-p95-ms", "1e9"], unknown, /^not known: .*first token/m],
  ]) {
    const found = command(words, input);
    assert.equal(found.status, status, `${words.join(" ")}: ${found.stdout}${found.stderr}`);
    assert.match(found.stdout, said);
  }
});

test("the command line refuses with 2 what it cannot read, and says what to do", () => {
  for (const [words, said] of [
    [[], /estimate, check and price/],
    [["estimat", "x"], /no such command/],
    [["estimate", "nowhere.json"], /there is no such file/],
    [["estimate", "#s=1.abc"], /cut short/],
    [["estimate", "#p=glossary&userz=5"], /userz/],
    [["estimate", "#p=glossary", "--form", "pdf"], /json and sentence/],
    [["check", "#p=glossary"], /needs a limit/],
    [["check", "#p=glossary", "--max-usd-per-month", "20,000"], /without separators/],
    [["check", "#p=glossary", "--max-cost", "1"], /--max-cost/],
    [["estimate", "#p=glossary", "--max-usd-per-month", "1"], /means nothing to estimate/],
  ]) {
    const { status, stdout, stderr } = command(words);
    assert.deepEqual([status, stdout], [2, ""], words.join(" "));
    assert.match(stderr, said);
    assert.doesNotMatch(stderr, /\n\s+at /, "no stack of calls");
  }
});

test("the command line prices one request or a list of them", () => {
  const request = { provider: "openai", model: "gpt-4o", at: "2026-11-23T15:00:00Z", usage: { input_tokens: 1500, output_tokens: 500 } };
  assert.equal(JSON.parse(command(["price", "-"], JSON.stringify(request)).stdout).total_usd, 0.00875);
  assert.equal(JSON.parse(command(["price", "-"], JSON.stringify([request, request])).stdout).length, 2);
  assert.equal(command(["price", "-"], JSON.stringify([{ ...request, model: "no-such-model" }])).status, 2);
});

test("a setting of a link that cannot be used is an error, or a notice where that is asked for", () => {
  assert.throws(() => headless.estimate("#p=glossary&users=1e99"), /users/);
  assert.throws(() => headless.scenario("#p=glossary&userz=5"), /userz/);
  const { notices, total } = headless.estimate("#p=glossary&userz=5", { strict: false });
  assert.deepEqual(notices.map(({ kind }) => kind), ["unknown_key"]);
  assert.equal(total.cost_usd_per_month, 45_000);
  assert.deepEqual(headless.estimate("#p=glossary").notices, []);
  assert.throws(() => headless.estimate("#p=glossary&userz=5", { strickt: false }), /strickt/);
  assert.throws(() => headless.estimate(Promise.resolve("#p=glossary")), Error);
});

test("an error that nobody catches prints the line it comes from, and no more of the package", () => {
  writeFileSync(path.join(project, "wrong.js"), `
    import { estimate } from "inference-estimator/headless";
    estimate({ features: [{ naame: 1 }] });`);
  const { status, stderr } = spawnSync("node", ["wrong.js"], { cwd: project, encoding: "utf8" });
  assert.equal(status, 1);
  assert.match(stderr, /features\[0\]\.naame/);
  assert.ok(Math.max(...stderr.split("\n").map((line) => line.length)) < 400 && stderr.length < 3000, stderr);
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

test("usage files are summed in Node as they are natively", () => {
  const folder = "tests/usage";
  const expected = JSON.parse(readFileSync(path.join(folder, "expected.json"), "utf8"));
  for (const [name, sums] of Object.entries(expected).filter(([each]) => !each.startsWith("_"))) {
    const report = headless.readUsage(readFileSync(path.join(folder, name), "utf8"));
    const keys = ["format", "requests", "input_tokens_uncached", "cache_read", "output", "reasoning", "rows_read", "rows_used", "rows_skipped", "days"];
    for (const key of keys) assert.deepEqual(report[key], sums[key], `${name}: ${key}`);
    assert.equal(Number(report.cost_usd), Number(sums.cost_usd), name);
  }
  assert.throws(() => headless.readUsage("name,born\nAda,1815\n"), /no known usage or cost export/);
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

test("many requests are priced as each alone, and one without a price says so", () => {
  const models = ["gpt-4o-mini", "claude-sonnet-4-5", "gemini-2.5-flash", "deepseek-chat", "sonar"];
  const rows = Array.from({ length: 400 }, (_, i) => ({
    model: models[i % models.length],
    at: `2026-${String(i % 11 + 1).padStart(2, "0")}-0${i % 9 + 1}T${String(i % 24).padStart(2, "0")}:30:00Z`,
    usage: i % 3 === 0
      ? { prompt_tokens: 900 + i, completion_tokens: i, prompt_tokens_details: { cached_tokens: i } }
      : { input_tokens: 1000 + i, output_tokens: i % 50, ...(i % 2 ? { cache_read_tokens: i } : {}) },
    ...(i % 7 === 0 ? { context: { service_tier: "flex" } } : {}),
  }));
  const alone = (row) => {
    try {
      return headless.price(row);
    } catch (error) {
      return { error: error.message };
    }
  };
  rows.push(
    /** @type {any} */ (null), { ...rows[1], model: "no such model" }, { ...rows[1], at: "yesterday" },
    { ...rows[1], usage: { input_tokens: -1 } }, { ...rows[1], usage: { input_tokens: NaN } },
    { ...rows[1], usage: { input_tokens: undefined } }, { ...rows[1], usage: { prompt: 5 } }, { ...rows[1], context: { tier: "x" } },
  );
  const found = headless.priceAll(rows);
  assert.deepEqual(found, rows.map(alone));
  assert.equal(found.slice(400).filter((each) => typeof each.error === "string").length, 8, JSON.stringify(found.slice(400)));
  assert.ok(Number.isNaN(found.reduce((sum, each) => sum + each.total_usd, 0)), "a sum over a row without a price is no number");
  assert.throws(() => headless.priceAll({}), /array/);
});
