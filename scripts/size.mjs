// What is loaded, in bytes, against the budgets. Exit 1 over a budget.
//   node scripts/size.mjs [folder] [--only-print]
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const { positionals: [folder = "dist"], values: { "only-print": onlyPrint } } = parseArgs({
  allowPositionals: true, options: { "only-print": { type: "boolean" } },
});

const ELEMENT = [/^inference-estimator(-[0-9a-f]{12})?\.js$/, /^estimator-.*\.(js|wasm)$/, /^prices-/];
const PAGE = [/^index\.html$/, /^page-.*\.(css|js)$/, /^icon-[^-]*\.svg$/, /^manifest-/, /^sw\.js$/, ...ELEMENT];
// Bytes of brotli. Over `limit` fails; where it is above what is wanted, `wanted` is printed and fails nothing. DESIGN.md, "Size".
const VISITS = [
  { name: "embed, first visit", from: `pkg/${folder}`, files: ELEMENT, limit: 202_000, wanted: 185_000 },
  { name: "stand-alone page, first visit", from: folder, files: PAGE, limit: 262_000, wanted: 232_000 },
  // Loaded when something of it is wanted; the page keeps it, and the script that saves the page, for use without a network.
  { name: "second file", from: folder, files: [/^later-/, /^single-/], limit: 175_000 },
  // Loaded for a feature on self-hosted GPUs, and for bills and texts; kept with the second file.
  { name: "self-hosted GPUs", from: folder, files: [/^own-/], limit: 120_000 },
  { name: "bills and tokens", from: folder, files: [/^bill-/], limit: 120_000 },
  { name: "embed, the full form", from: `pkg/${folder}`, files: [/^shared-/, /^full-/], limit: 66_000 },
  { name: "price book", from: folder, files: [/^prices-/], limit: 12 * 1024 },
];

function weighed(file) {
  const bytes = readFileSync(file);
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli.length };
}

const KINDS = ["raw", "gzip", "brotli"];
const line = (name, bytes, rest = "") =>
  console.log(`${name.padEnd(40)}${KINDS.map((kind) => bytes[kind].toLocaleString("en").padStart(11)).join("")}${rest}`);

console.log(`${"bytes".padEnd(40)}${["raw", "gzip-9", "brotli-11"].map((title) => title.padStart(11)).join("")}`);
let over = 0;
for (const { name, from, files, limit, wanted } of VISITS) {
  /** @type {[string, ReturnType<typeof weighed>][]} */
  const rows = readdirSync(from).filter((each) => files.some((pattern) => pattern.test(each))).map((each) => [each, weighed(path.join(from, each))]);
  const lacking = files.filter((pattern) => !rows.some(([each]) => pattern.test(each)));
  if (lacking.length > 0) {
    console.error(`size: ${from}/ has no ${lacking}; run ./dev build`);
    process.exit(2);
  }
  for (const [each, bytes] of rows) line(`  ${each}`, bytes);
  const total = Object.fromEntries(KINDS.map((kind) => [kind, rows.reduce((sum, [, bytes]) => sum + bytes[kind], 0)]));
  const isWithin = total.brotli <= limit;
  if (!isWithin) over += 1;
  const aimed = wanted ? `; wanted ${wanted.toLocaleString("en")}: ${(total.brotli - wanted).toLocaleString("en", { signDisplay: "always" })}` : "";
  line(name, total, `   limit ${limit.toLocaleString("en")}: ${isWithin ? "within" : "OVER"}${aimed}`);
}
process.exitCode = over && !onlyPrint ? 1 : 0;
