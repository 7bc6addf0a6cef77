// What a first visit loads, in bytes, against the budgets. Exit 1 over a budget.
//   node scripts/size.mjs [folder]
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2] ?? "dist";
const KB = 1024;
// Brotli bytes. "Shell" is all that is loaded before the module: page, styles, the element's script.
const BUDGETS = [["shell", 14 * KB], ["book", 12 * KB], ["first visit", 190 * KB]];
// What is aimed at, and what the part for later may have: so that nothing is merely moved there.
const AIM = 151 * KB;
const LATER = 146 * KB;
const PARTS = [
  [/^index\.html$/, "shell"], [/^page-.*\.(css|js)$/, "shell"], [/^inference-estimator-.*\.js$/, "shell"],
  [/^icon-[^-]*\.svg$/, "shell"], [/^manifest-/, "shell"],
  [/^estimator-.*\.js$/, "glue"], [/^estimator-.*\.wasm$/, "wasm"], [/^prices-/, "book"], [/^sw\.js$/, "worker"],
  // Loaded when somebody uses the page, and not by who only looks.
  [/^later-/, "offline"], [/^single-/, "offline"],
];

const rows = readdirSync(folder).flatMap((name) => {
  const part = PARTS.find(([pattern]) => pattern.test(name))?.[1];
  if (!part) return [];
  const bytes = readFileSync(path.join(folder, name));
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  return [{ name, part, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli.length }];
});
for (const [, part] of PARTS) {
  if (!rows.some((row) => row.part === part)) {
    console.error(`size: ${folder}/ holds no ${part}; run ./dev build`);
    process.exit(2);
  }
}

const sum = (some) => some.reduce((a, { raw, gzip, brotli }) => ({
  raw: a.raw + raw, gzip: a.gzip + gzip, brotli: a.brotli + brotli,
}), { raw: 0, gzip: 0, brotli: 0 });
const line = (name, { raw, gzip, brotli }, rest = "") =>
  console.log(`${name.padEnd(40)}${[raw, gzip, brotli].map((n) => n.toLocaleString("en").padStart(11)).join("")}${rest}`);

console.log(`${"first visit, bytes".padEnd(40)}${["raw", "gzip-9", "brotli-11"].map((t) => t.padStart(11)).join("")}`);
for (const row of rows) line(row.name, row, row.part === "offline" ? "   later" : "");
let over = 0;
const hold = (name, rows, budget) => {
  const total = sum(rows);
  const within = total.brotli <= budget;
  if (!within) over += 1;
  line(name, total, `   of ${budget.toLocaleString("en")}: ${within ? "within" : "OVER"}`);
  return total.brotli;
};
const isLater = ({ part }) => part === "offline";
for (const [part, budget] of BUDGETS) {
  const whole = part === "first visit";
  const bytes = hold(part, rows.filter((row) => (whole ? !isLater(row) : row.part === part)), budget);
  if (whole) console.log(`first visit: ${(bytes - AIM).toLocaleString("en")} from the ${AIM.toLocaleString("en")} aimed at`);
}
hold("later, besides", rows.filter(isLater), LATER);
process.exitCode = over ? 1 : 0;
