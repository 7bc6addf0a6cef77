// Times of the built page, which depend on the machine and fail nothing, and counts, which do: what Lighthouse measures for
// the stand-alone page and for an embed on a phone, and what follows a key with the processor slowed four times.
//   node scripts/budgets.mjs [folder]
import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { serve } from "./lib/static-server.mjs";
import { which } from "./lib/webdriver.mjs";

const folder = process.argv[2] ?? "dist";
const LIGHTHOUSE = "scripts/lighthouse/node_modules/lighthouse/cli/index.js";
// Requests of a visit: an author's page, the service worker and icons are among them.
const PAGES = [
  { name: "stand-alone page", address: "/", blockingMs: 100, requests: 12 },
  { name: "embed", address: "/pages/plain.html", blockingMs: 50, requests: 6 },
];
const LONGEST_MS = 150;

const server = await serve({ mounts: { "/": folder, "/embed/": `pkg/${folder}`, "/pages/": "tests/e2e/pages" } });
let over = 0;
try {
  for (const page of PAGES) await measure(page);
} finally {
  await server.close();
}
execFileSync("node", ["scripts/bench-browser.mjs", folder, "--keys", "20"], { stdio: "inherit" });
process.exitCode = over ? 1 : 0;

async function measure({ name, address, blockingMs, requests }) {
  const { audits, categories } = await lighthouse(server.origin + address);
  const number = (audit) => audits[audit].numericValue;
  const tasks = audits["long-tasks"].details.items.map(({ duration }) => duration);
  console.log(`${name}, Lighthouse for a phone: performance ${Math.round(categories.performance.score * 100)}, accessibility ${Math.round(categories.accessibility.score * 100)}`);
  print("total blocking time", number("total-blocking-time"), blockingMs);
  print("longest task", Math.max(0, ...tasks), LONGEST_MS);
  print("first contentful paint", number("first-contentful-paint"));
  print("largest contentful paint", number("largest-contentful-paint"));
  console.log(`  layout shift${audits["cumulative-layout-shift"].numericValue.toFixed(3).padStart(23)}`);
  const made = audits["network-requests"].details.items.filter(({ url }) => url.startsWith("http")).length;
  const isOver = made > requests;
  if (isOver) over += 1;
  console.log(`  requests${String(made).padStart(27)}      limit ${requests}: ${isOver ? "OVER" : "within"}`);
}

async function lighthouse(address) {
  const { stdout } = await promisify(execFile)("node", [LIGHTHOUSE, address, "--output=json", "--quiet",
    "--only-categories=performance,accessibility", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"], {
    maxBuffer: 1 << 28, env: { ...process.env, CHROME_PATH: which("chromium", "google-chrome") },
  });
  return JSON.parse(stdout);
}

function print(what, ms, goal) {
  const against = goal === undefined ? "" : `   goal ${goal}: ${ms <= goal ? "met" : "missed"}`;
  console.log(`  ${what.padEnd(26)}${ms.toFixed(0).padStart(9)} ms${against}`);
}
