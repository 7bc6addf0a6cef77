// A picture of a page, whole, in headless Chromium.
//   node scripts/shot.mjs URL out.png [--width 1280] [--height 900] [--dark] [--scale 1] [--selector CSS] [--viewport]
//                                     [--reduced-motion] [--forced-colors] [--print] [--do 'JavaScript'] [--wait ms]
// URL may be a folder with an index.html or a file, which is then served. --do runs in the page once the widget is there
// (`el` is the element, `root` its shadow root). --selector takes a picture of that part, inside shadow roots too.
import { statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { serve } from "./lib/static-server.mjs";
import { launch, pause } from "./lib/webdriver.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    width: { type: "string", default: "1280" }, height: { type: "string", default: "900" },
    scale: { type: "string", default: "1" }, wait: { type: "string", default: "300" },
    selector: { type: "string" }, do: { type: "string" },
    dark: { type: "boolean" }, print: { type: "boolean" }, viewport: { type: "boolean" },
    "reduced-motion": { type: "boolean" }, "forced-colors": { type: "boolean" },
  },
});
const [address, out] = positionals;
if (!out) {
  console.error("usage: node scripts/shot.mjs URL out.png [--width 390] [--dark] …");
  process.exit(2);
}

let server;
let url = address;
if (!/^\w+:/.test(address)) {
  const [file, rest = ""] = address.split(/(?=[?#])/s, 2);
  const folder = statSync(file).isDirectory();
  server = await serve({ mounts: { "/": folder ? file : path.dirname(file) } });
  url = `${server.origin}/${folder ? "" : path.basename(file)}${rest}`;
}

const width = Number(values.width);
const browser = await launch("chromium");
try {
  const features = [{ name: "prefers-color-scheme", value: values.dark ? "dark" : "light" }];
  if (values["reduced-motion"]) features.push({ name: "prefers-reduced-motion", value: "reduce" });
  if (values["forced-colors"]) features.push({ name: "forced-colors", value: "active" });
  await browser.cdp("Emulation.setEmulatedMedia", { media: values.print ? "print" : "", features });
  const metrics = (height) => browser.cdp("Emulation.setDeviceMetricsOverride", {
    width, height, deviceScaleFactor: Number(values.scale), mobile: width < 720,
  });
  await metrics(Number(values.height));
  await browser.goto(url);
  await browser.until(() => [...document.querySelectorAll("inference-estimator")].every((each) => {
    const root = each.shadowRoot;
    return root && (!root.querySelector(".root")?.hidden || !root.querySelector(".reason")?.hidden);
  }), [], { timeoutMs: 10_000, what: "the widget to mount" }).catch((error) => console.error(error.message));
  if (values.do) {
    await browser.run(`async () => {
      const el = document.querySelector("inference-estimator"); const root = el?.shadowRoot;
      ${values.do}
    }`);
  }
  await pause(Number(values.wait));
  const box = await browser.run((selector) => {
    const all = (scope) => [...scope.querySelectorAll("*")].flatMap((each) => [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])]);
    if (!selector) {
      const { scrollWidth: w, scrollHeight: h } = document.documentElement;
      return { x: 0, y: 0, width: w, height: h };
    }
    const found = all(document).find((each) => each.matches(selector));
    if (!found) throw new Error(`nothing matches ${selector}`);
    const { x, y, width: w, height: h } = found.getBoundingClientRect();
    return { x: x + scrollX, y: y + scrollY, width: w, height: h };
  }, values.selector ?? null);
  // A capture beyond the window makes the page one pixel wide for a moment: the widget shall not follow.
  await browser.run(() => { globalThis.requestAnimationFrame = () => 0; });
  const whole = values.viewport ? {} : { captureBeyondViewport: true, clip: { ...box, scale: 1 } };
  const { data } = await browser.cdp("Page.captureScreenshot", { format: "png", ...whole });
  await writeFile(out, Buffer.from(data, "base64"));
  console.log(`${out}: ${Math.ceil(box.width)} x ${Math.ceil(box.height)} CSS pixels${box.width > width ? ` (wider than ${width}: it scrolls sideways)` : ""}`);
  for (const { level, message } of await browser.console()) console.log(`console ${level}: ${message}`);
} finally {
  await browser.quit();
  await server?.close();
}
