#!/usr/bin/env node
// The package's command line: estimate a scenario, price requests, check a budget in a build.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { estimate, price, scenario } from "../dist/headless-node.js";

const HELP = `inference-estimator: what will this AI feature cost, and will it be fast enough?

  inference-estimator estimate FILE|LINK|- [--form json|sentence]
  inference-estimator check    FILE|LINK|- [--max-usd-per-month N] [--max-ttft-p95-ms N]
  inference-estimator price    FILE|-

estimate  prints the estimate of a scenario: a file of scenario JSON or of a link, a link itself, or - for standard
          input. The form "sentence" is for people.
check     compares the estimate with limits, and prints a line for each.
price     prints what a request costs: a file with one request as JSON, or with a list of them, or - for standard input.

Exit codes: 0 done, and every limit is kept; 1 a limit is broken, or whether it is kept is not known; 2 the arguments or
the scenario cannot be read. What is not known is null in JSON, never 0. Nothing is sent anywhere.
`;

/** What is wrong with the arguments or the input: exit code 2. */
class Refusal extends Error {}

/** The text of a file, of standard input for "-", or the argument itself where that is a link. */
function textOf(source) {
  try {
    return readFileSync(source === "-" ? 0 : source, "utf8");
  } catch (error) {
    if (error.code === "ENOENT" && /[sp]=/.test(source)) return source;
    if (error.code === "ENOENT") throw new Refusal(`${source}: there is no such file, and it is no link; name a file, write a link (#s=1.… or #p=…), or - for standard input`);
    throw new Refusal(`cannot read ${source}: ${error.message}`);
  }
}

function json(text, source) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(`${source}: not JSON: ${error.message}`);
  }
}

/** The scenario with every number in it. */
function scenarioOf(source) {
  const text = textOf(source);
  if (text.trim() === "") throw new Refusal(`${source}: empty; a scenario is JSON that begins with {, or a link`);
  const given = text.trimStart().startsWith("{") ? json(text, source) : text;
  try {
    return scenario(given);
  } catch (error) {
    throw new Refusal(`${source}: ${error.message}`);
  }
}

const usd = (amount) => amount.toLocaleString("en-US", {
  style: "currency", currency: "USD", maximumFractionDigits: Math.abs(amount) < 100 ? 2 : 0, minimumFractionDigits: 0,
});

/** "$45,000 a month", "at least $1,500 a month", "not known". */
function month(costs) {
  if (costs.cost_usd_per_month !== null) return `${usd(costs.cost_usd_per_month)} a month`;
  const least = costs.cost_usd_per_month_at_least;
  return least === undefined ? "not known" : `at least ${usd(least)} a month`;
}

/** The waiting times of a feature, hosted or on your own GPUs; `undefined` where they are not known. */
function waitOf(feature) {
  const own = feature.own_gpus?.service;
  if (own) return own;
  const hosted = feature.latency?.action;
  return hosted?.ttft ? hosted : undefined;
}

function sentence(estimate) {
  const waits = estimate.features.map((feature) => {
    const ms = waitOf(feature)?.ttft.p95_ms;
    return `${feature.name || "The feature"}: time to first token at p95 ${ms === undefined ? "not known" : `${Math.round(ms)} ms`}.`;
  });
  return [`${estimate.name || "The scenario"} costs ${month(estimate.total)} (prices of ${estimate.as_of}).`, ...waits].join(" ");
}

/** A limit that was given: a number above 0. */
function limitOf(values, name) {
  const text = values[name];
  if (text === undefined) return;
  const limit = Number(text);
  if (!(limit > 0 && limit < Infinity)) throw new Refusal(`--${name} ${text}: not a number above 0; write it without separators, for example 20000`);
  return limit;
}

/** One line for the month, and whether it keeps the limit. */
function checkMonth(total, limit) {
  const known = total.cost_usd_per_month;
  const least = known ?? total.cost_usd_per_month_at_least ?? 0;
  const verdict = least > limit ? "broken" : known === null ? "not known" : "kept";
  return { verdict, line: `cost: ${month(total)}; limit ${usd(limit)}` };
}

/** One line for the waiting time of a feature. The whole range of the estimate has to lie on one side of the limit. */
function checkWait(feature, limit) {
  const name = feature.name || "the feature";
  const wait = waitOf(feature);
  if (!wait) return { verdict: "not known", line: `${name}: time to first token not known; limit ${limit} ms` };
  const { ttft } = wait;
  const low = ttft.p95_of_a_fast_model_ms ?? ttft.p95_ms * (ttft.band_80?.low_factor ?? 1);
  const high = ttft.p95_of_a_slow_model_ms ?? ttft.p95_ms * (ttft.band_80?.high_factor ?? 1);
  const said = wait.target?.verdict;
  const isSaid = said === undefined || said === "met" || said === "close";
  const verdict = low > limit || said === "missed" ? "broken" : high <= limit && isSaid ? "kept" : "not known";
  const range = Math.round(low) === Math.round(high) ? `${Math.round(high)} ms` : `${Math.round(low)} to ${Math.round(high)} ms`;
  return { verdict, line: `${name}: time to first token at p95 ${range}; limit ${limit} ms` };
}

function check(source, values) {
  const usdLimit = limitOf(values, "max-usd-per-month");
  const ttftLimit = limitOf(values, "max-ttft-p95-ms");
  if (usdLimit === undefined && ttftLimit === undefined) {
    throw new Refusal("check needs a limit: --max-usd-per-month N, --max-ttft-p95-ms N, or both");
  }
  const asked = scenarioOf(source);
  // The limit is the target, so that the estimate itself says whether it is met.
  if (ttftLimit !== undefined) {
    for (const feature of asked.features) feature.slo = { metric: "ttft", percentile: 95, limit_ms: ttftLimit };
  }
  const found = estimate(asked);
  const results = [];
  if (usdLimit !== undefined) results.push(checkMonth(found.total, usdLimit));
  if (ttftLimit !== undefined) results.push(...found.features.map((feature) => checkWait(feature, ttftLimit)));
  for (const { verdict, line } of results) console.log(`${verdict}: ${line}`);
  return results.every(({ verdict }) => verdict === "kept") ? 0 : 1;
}

function run(words) {
  const { values, positionals } = parseArgs({
    args: words, allowPositionals: true, strict: true,
    options: {
      help: { type: "boolean", short: "h" }, form: { type: "string" },
      "max-usd-per-month": { type: "string" }, "max-ttft-p95-ms": { type: "string" },
    },
  });
  const [command, source, ...more] = positionals;
  if (values.help || command === "help") return void console.log(HELP.trimEnd());
  if (command === undefined) throw new Refusal("no command; there are estimate, check and price (--help says more)");
  const allowed = { estimate: ["form"], check: ["max-usd-per-month", "max-ttft-p95-ms"], price: [] }[command];
  if (!allowed) throw new Refusal(`no such command: ${command}; there are estimate, check and price`);
  const idle = Object.keys(values).find((name) => !allowed.includes(name));
  if (idle) throw new Refusal(`--${idle} means nothing to ${command}; leave it out`);
  if (source === undefined || more.length > 0) throw new Refusal(`${command} takes one file or link, not ${positionals.length - 1}`);
  if (command === "check") return check(source, values);
  if (command === "estimate") {
    const form = values.form ?? "json";
    if (form !== "json" && form !== "sentence") throw new Refusal(`--form ${form}: there are json and sentence`);
    const found = estimate(scenarioOf(source));
    console.log(form === "json" ? JSON.stringify(found, null, 2) : sentence(found));
    return 0;
  }
  const asked = json(textOf(source), source);
  const prices = [asked].flat().map((request, index) => {
    try {
      return price(request);
    } catch (error) {
      throw new Refusal(`${source}: request ${index + 1}: ${error.message}`);
    }
  });
  console.log(JSON.stringify(Array.isArray(asked) ? prices : prices[0], null, 2));
  return 0;
}

// A reader that closes the output early (`| head -1`) is no error.
process.stdout.on("error", (error) => { if (error.code === "EPIPE") process.exit(0); else throw error; });
try {
  process.exitCode = run(process.argv.slice(2)) ?? 0;
} catch (error) {
  const isOurs = error instanceof Refusal || String(error.code).startsWith("ERR_PARSE_ARGS") || error.constructor === Error;
  console.error(isOurs ? `inference-estimator: ${error.message}` : error);
  process.exitCode = 2;
}
