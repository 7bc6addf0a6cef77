// What every browser test stands on: the built page behind a server that can be made to misbehave, and the engines.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, describe } from "node:test";
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
        context.browser = await launch(engine, options);
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

/** Waits until the element (the first that matches) shows its widget. */
export function mounted({ browser }, selector = "inference-estimator") {
  return browser.until((wanted) => {
    const root = document.querySelector(wanted)?.shadowRoot;
    return root?.querySelector(".root")?.hidden === false;
  }, [selector], { what: `${selector} to show its widget` });
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
