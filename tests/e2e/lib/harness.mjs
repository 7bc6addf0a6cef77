// What every browser test stands on: the built page behind a server that can be made to misbehave, and the engines.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, describe, test as plainTest } from "node:test";
import { serve, withHeadScript } from "../../../scripts/lib/static-server.mjs";
import { ENGINES, launch, missing } from "../../../scripts/lib/webdriver.mjs";

export const DIST = process.env.IE_DIST ?? "dist";
const EMBED = `pkg/${DIST}`;
const COLLECT = readFileSync(new URL("collect.js", import.meta.url), "utf8");
// The service worker knows the page by its digest, and here the page has one more script.
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 12);
function workerForTests() {
  const html = readFileSync(`${DIST}/index.html`);
  return String(readFileSync(`${DIST}/sw.js`)).replace(digest(html), digest(withHeadScript(html, "/collect.js")));
}
// What a driver answers when its browser has died: an engine's own crash, which nothing in a page should be able to cause.
const DIED = /invalid session id|tab crashed|disconnected|fetch failed|^unknown error: $/;
const NOT_SHOWN = "to show its widget";
let running;
const chosen = process.env.IE_ENGINES?.split(",") ?? ENGINES;

/**
 * Runs the same tests in each engine: `(context) => { test(…) }`, where `context.browser` and `context.site` are there
 * once a test runs. A missing engine is a failure: ./dev sets them all up. IE_ENGINES=chromium chooses.
 */
export function inEachEngine(name, tests, { engines = ENGINES, ...options } = {}) {
  for (const engine of engines.filter((each) => chosen.includes(each))) {
    describe(`${name} (${engine})`, () => {
      const context = { engine };
      before(async () => {
        assert.deepEqual(missing(engine), [], `${engine} is not installed: run ./dev setup`);
        context.site = await openSite();
        context.launch = () => launch(engine, options);
        context.browser = await context.launch();
        running = context;
      });
      after(async () => {
        await context.browser?.quit();
        await context.site?.close();
      });
      tests(context);
    });
  }
}

/**
 * A test inside of `inEachEngine`. Now and then WebKitGTK's engine crashes, or a page of it stands still before it shows
 * anything: that test gets one more try, in a new browser, and the log says so. Whatever else fails, fails.
 */
export const test = (name, ...rest) => plainTest(name, ...rest.slice(0, -1), async () => {
  const context = running;
  const check = rest.at(-1);
  try {
    await check();
  } catch (error) {
    const stoodStill = context.engine === "webkit" && error.message.includes(NOT_SHOWN);
    if (!DIED.test(error.message) && !stoodStill) throw error;
    console.error(`${context.engine} gave up in \u201c${name}\u201d, once more: ${error.message}`);
    await context.browser.quit();
    context.browser = await context.launch();
    await check();
  }
});

/**
 * The stand-alone page at `/`, the embed's files at `/embed/`, this folder's pages at `/pages/`, axe at `/axe/`.
 * Every HTML page gets a first script that notes errors and warnings: see `complaints`.
 */
export async function openSite({ port = 0 } = {}) {
  const site = await serve({
    port,
    headScript: "/collect.js",
    mounts: {
      "/": DIST, "/embed/": EMBED, "/pages/": "tests/e2e/pages", "/dist/": EMBED, "/demo/": "pkg/demo", "/axe/": "node_modules/axe-core",
    },
  });
  site.rules.push(({ path }) => (path === "/collect.js" ? { body: COLLECT } : undefined));
  site.rules.push(({ path }) => (path === "/sw.js" ? { body: workerForTests() } : undefined));
  site.extra = [];
  site.rules.push((request) => {
    for (const rule of site.extra) {
      const fault = rule(request);
      if (fault) return fault;
    }
  });
  /** Until the next call, answers are changed by these rules alone. */
  site.misbehave = (...rules) => { site.extra = rules; };
  return site;
}

/** Opens a page with nothing left over from the one before. */
export async function visit({ browser, site }, path = "/") {
  site.requests.length = 0;
  await browser.goto("about:blank");
  await browser.console();
  await browser.goto(site.origin + path);
}

const shown = (wanted) => document.querySelector(wanted)?.shadowRoot?.querySelector(".root")?.hidden === false;

/** Waits until the element (the first that matches) shows its widget. Where it does not, what the page was doing is told. */
export async function mounted({ browser, site }, selector = "inference-estimator") {
  try {
    return await browser.until(shown, [selector], { what: `${selector} ${NOT_SHOWN}` });
  } catch (error) {
    if (DIED.test(error.message)) throw error;
    error.message += `; ${await browser.run(condition, selector)}; asked for: ${site?.requests?.join(" ")}`;
    throw error;
  }
}

/** Runs in the page: where it stands. */
function condition(selector) {
  const files = performance.getEntriesByType("resource").map(({ name, responseEnd }) => `${name.split("/").pop()} ${Math.round(responseEnd)}`);
  const reason = document.querySelector(selector)?.shadowRoot?.querySelector(".reason");
  return [
    location.href, document.readyState, customElements.get("inference-estimator") ? "defined" : "not defined",
    `reason: ${reason?.hidden ? "none" : reason?.textContent}`, `complaints: ${globalThis.complaints?.join(" | ")}`, `files: ${files.join(", ")}`,
  ].join("; ");
}

/** Waits until the element says why it cannot run, and gives the sentence. */
export function explained({ browser }, selector = "inference-estimator") {
  return browser.until((wanted) => {
    const reason = document.querySelector(wanted)?.shadowRoot?.querySelector(".reason");
    return reason && !reason.hidden && reason.textContent;
  }, [selector], { what: `${selector} to say why it cannot run` });
}

/** Errors, warnings, unhandled rejections and breaches of the security policy that the page has seen. */
export async function complaints({ browser }) {
  const seen = await browser.run(() => globalThis.complaints);
  assert.ok(seen, "the page does not load /collect.js");
  const logged = (await browser.console()).filter(({ level }) => level !== "INFO" && level !== "DEBUG");
  return [...seen, ...logged.map(({ level, message }) => `${level}: ${message}`)];
}

/** axe's findings in the whole page, shadow roots included, as short lines. */
export async function axe({ browser, site }, options = {}) {
  await browser.run((address) => import(address).then(() => true), `${site.origin}/axe/axe.min.js`);
  return browser.run(async (given) => {
    const { violations } = await globalThis.axe.run(document, given);
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.join(" ")}`));
  }, options);
}

/** Text of what matches inside the element's shadow root, white space made single. */
export function text({ browser }, selector, host = "inference-estimator") {
  return browser.run((inner, outer) => {
    const found = document.querySelector(outer).shadowRoot.querySelector(inner);
    return found?.textContent.replace(/\s+/g, " ").trim();
  }, selector, host);
}

/** Types into a field inside the element's shadow root, in place of what it holds. */
export async function fill({ browser }, selector, value, host = "inference-estimator") {
  await browser.run((inner, outer) => {
    const field = document.querySelector(outer).shadowRoot.querySelector(inner);
    if (!field) throw new Error(`no field matches ${inner}`);
    field.focus();
    field.select();
  }, selector, host);
  await browser.type(value);
}
