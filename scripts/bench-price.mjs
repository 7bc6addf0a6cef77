// How long one price of the package for scripts takes in Node, alone and among many, beside the JavaScript of genai-prices.
//   node scripts/bench-price.mjs [folder] [--rows 20000] [--rounds 7]
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { positionals: [folder = "pkg/dist"], values } = parseArgs({
  allowPositionals: true, options: { rows: { type: "string", default: "20000" }, rounds: { type: "string", default: "7" } },
});
const at = (/** @type {string} */ file) => pathToFileURL(path.resolve(file)).href;
const { price, priceAll } = await import(at(path.join(folder, "headless-node.js")));
const { calcPrice } = await import(at("scripts/peers/node_modules/@pydantic/genai-prices/dist/index.js"));

const MODELS = ["gpt-4o-mini", "claude-sonnet-4-5", "gemini-2.5-flash", "gpt-4o", "deepseek-chat"];
const WHEN = "2026-11-20T12:00:00Z";
const rows = Array.from({ length: Number(values.rows) }, (_, index) => ({
  model: MODELS[index % MODELS.length], at: WHEN,
  usage: { input_tokens: 1000 + index % 977, output_tokens: 100 + index % 89, cache_read_tokens: index % 512 },
}));

/** @type {Record<string, () => void>} */
const ways = {
  "price": () => { for (const row of rows) price(row); },
  "priceAll": () => { priceAll(rows); },
  "genai-prices 0.1.8": () => {
    for (const { usage, model } of rows) calcPrice(usage, model, { timestamp: new Date(WHEN) });
  },
};

// In turns, so that a slow moment of the machine is no one's alone; the fastest round counts.
/** @type {Map<string, number>} */
const fastest = new Map();
for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const [name, run] of Object.entries(ways)) {
    const began = performance.now();
    run();
    fastest.set(name, Math.min(fastest.get(name) ?? Infinity, performance.now() - began));
  }
}
for (const [name, ms] of fastest) console.log(`${name.padEnd(20)} ${(1000 * ms / rows.length).toFixed(1)} microseconds a row`);
