// How long the built page takes for a usage file, how long it holds anything up meanwhile, and how much memory it takes.
//   node scripts/bench-usage.mjs [folder] [--rows 100000] [--megabytes 50] [--slow 1]
import { parseArgs } from "node:util";
import { serve } from "./lib/static-server.mjs";
import { launch } from "./lib/webdriver.mjs";

const { positionals: [folder = "dist"], values } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: "string", default: "100000" }, megabytes: { type: "string", default: "50" }, slow: { type: "string", default: "1" },
  },
});

const server = await serve({ mounts: { "/": folder } });
const browser = await launch("chromium");
try {
  /** @type {["rows" | "megabytes", { rows?: number, bytes?: number }][]} */
  const runs = [["rows", { rows: Number(values.rows) }], ["megabytes", { bytes: Number(values.megabytes) * 1e6 }]];
  for (const [name, wanted] of runs) {
    await browser.goto("about:blank");
    await browser.goto(server.origin);
    await browser.until(() => document.querySelector("inference-estimator")?.shadowRoot?.querySelector(".disc > button"));
    await browser.cdp("Emulation.setCPUThrottlingRate", { rate: Number(values.slow) });
    const found = await browser.run(read, wanted);
    console.log(`${values[name]} ${name}, ${values.slow} times slower: ${found.rows} rows, ${(found.bytes / 1e6).toFixed(1)} MB in ${Math.round(found.ms)} ms; `
      + `longest pause ${Math.round(found.longest)} ms; module's memory ${(found.before / 1e6).toFixed(1)} MB, then ${(found.after / 1e6).toFixed(1)} MB`);
  }
} finally {
  await browser.quit();
  await server.close();
}

/** Runs in the page: drops a LiteLLM export and waits until it is compared. */
async function read({ rows = Infinity, bytes = Infinity }) {
  const root = document.querySelector("inference-estimator").shadowRoot;
  const Element = /** @type {any} */ (customElements.get("inference-estimator"));
  const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
  const until = async (check) => {
    for (let round = 0; round < 6000; round += 1) {
      const found = check();
      if (found) return found;
      await wait(20);
    }
    throw new Error("it does not come");
  };
  [...root.querySelectorAll(".disc > button")].find((each) => each.textContent.startsWith("Check the bill")).click();
  const area = await until(() => root.querySelector(".bill .drop"));
  const parts = ["date,entity_id,entity_alias,api_key,key_alias,user_id,user_email,model,spend,flat_cost,prompt_tokens,completion_tokens,"
    + "api_requests,successful_requests,failed_requests,cache_read_input_tokens,cache_creation_input_tokens\n"];
  let length = parts[0].length, made = 0;
  while (made < rows && length < bytes) {
    const day = String(made % 28 + 1).padStart(2, "0");
    const line = `2026-11-${day},team-${made % 7},"Shop, web",eddd34f0431509409c3301482b9dae846209a399c566a308b136eff6765a36e3,key-${made % 5},`
      + `user-${made % 400},u${made % 400}@example.com,claude-sonnet-5-5,0.0${made % 90 + 10},0.0,${1000 + made % 5000},${100 + made % 700},1,1,0,${made % 900},0\n`;
    parts.push(line);
    length += line.length;
    made += 1;
  }
  const data = new DataTransfer();
  data.items.add(new File(parts, "large.csv"));
  let longest = 0, last = performance.now(), isDone = false;
  const before = Element.memoryBytes();
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isDone) setTimeout(tick);
  };
  const began = performance.now();
  tick();
  area.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  await until(() => root.querySelector(".bill .find"));
  const ms = performance.now() - began;
  isDone = true;
  return { rows: made, bytes: length, ms, longest, before, after: Element.memoryBytes() };
}
