// Once somebody was there the stand-alone page needs no network, and an update never mixes the files of two builds.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before } from "node:test";
import { serve } from "../../scripts/lib/static-server.mjs";
import { pause } from "../../scripts/lib/webdriver.mjs";
import { DIST, fill, inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { eventually, reload, widget } from "./lib/widget.mjs";

const FIELD = "input[type=text]";
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 12);
const buildOf = (folder) => readFileSync(path.join(folder, "index.html"), "utf8").match(/name="build" content="(\w+)"/)[1];

/** The same page with another element script and style: what a later build would be. */
function laterBuild(folder) {
  cpSync(DIST, folder, { recursive: true });
  const change = (from, to) => {
    for (const name of ["index.html", "sw.js"]) {
      const file = path.join(folder, name);
      writeFileSync(file, readFileSync(file, "utf8").replaceAll(from, to));
    }
  };
  for (const pattern of [/^inference-estimator-.*\.js$/, /^page-.*\.css$/]) {
    const name = readdirSync(folder).find((each) => pattern.test(each));
    const file = path.join(folder, name);
    writeFileSync(file, `${readFileSync(file, "utf8")}\n/* later */\n`);
    const [before, now] = [name.match(/-(\w{12})\./)[1], digest(readFileSync(file))];
    renameSync(file, path.join(folder, name.replace(before, now)));
    change(before, now);
  }
  const page = digest(readFileSync(path.join(folder, "index.html")));
  const old = digest(readFileSync(path.join(DIST, "index.html")));
  change(buildOf(DIST), "later0000000");
  const worker = path.join(folder, "sw.js");
  writeFileSync(worker, readFileSync(worker, "utf8").replaceAll(old, digest(readFileSync(path.join(folder, "index.html")))));
  assert.notEqual(page, old);
}

inEachEngine("the stand-alone page without a network", (context) => {
  const later = mkdtempSync(path.join(os.tmpdir(), "ie-later-"));
  before(() => laterBuild(later));
  after(() => rmSync(later, { recursive: true, force: true }));

  const fresh = async (check) => {
    const mounts = { "/": DIST, "/calc/": DIST, "/embed/": `pkg/${DIST}`, "/pages/": "tests/e2e/pages" };
    const at = { browser: context.browser, mounts, site: await serve({ mounts }) };
    try {
      await check(at, (script, ...args) => at.browser.run(script, ...args));
    } finally {
      await at.site.close();
    }
  };
  const kept = (at) => at.browser.until(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("inference-estimator:"));
    return navigator.serviceWorker.controller && names.length === 1 && names[0].split(":").at(-1);
  }, [], { what: "the service worker to keep the page" });
  /** Whether what only a press opens is kept, too. */
  const keepsAll = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("inference-estimator:"));
    const all = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
    return all.every((urls) => ["later", "own", "bill", "single"].every((name) => urls.some((url) => url.includes(`/${name}-`))));
  };
  const allKept = (at) => at.browser.until(keepsAll, [], { what: "the service worker to keep the rest" });
  /** What a press opens is there, and holds what it should. */
  const sectionOpens = async (at) => {
    await widget(at).disclose("Savings");
    assert.match(await at.browser.run(() => document.querySelector("inference-estimator").shadowRoot.textContent), /Try this next/);
  };
  const build = () => document.querySelector('meta[name="build"]').content;

  test("works with the server stopped, the link and all, and asks for nothing before", () => fresh(async (at, run) => {
    await visit(at);
    await mounted(at);
    assert.equal(await kept(at), buildOf(DIST));
    await fill(at, FIELD, "432");
    const hash = await at.browser.until(
      () => location.hash === `#s=${document.querySelector("inference-estimator").scenario}` && location.hash,
      [], { what: "the address to hold what is shown" },
    );
    await allKept(at);
    at.site.requests.length = 0;
    await reload(at);
    assert.deepEqual(at.site.requests.filter((each) => each !== "/sw.js"), [], "a second visit asks for nothing");
    await at.site.close();
    await reload(at);
    await eventually(async () => {
      assert.equal(await run(() => location.hash), hash);
      assert.equal(await run(() => `#s=${document.querySelector("inference-estimator").scenario}`), hash);
    });
    await visit(at, "/?from=elsewhere#p=support-chat&users=777");
    await mounted(at);
    await at.browser.until(() => document.querySelector("inference-estimator").shadowRoot.textContent.includes("777"));
    await sectionOpens(at);
  }));

  test("loads what a press opens once somebody is there, and keeps it", () => fresh(async (at, run) => {
    await visit(at);
    await mounted(at);
    await kept(at);
    await pause(500);
    const forLater = () => at.site.requests.filter((each) => /^\/(later|own|bill|single)-/.test(each));
    assert.deepEqual(forLater(), [], "who only looks loads nothing of it");
    assert.equal(await run(keepsAll), false);
    await reload(at);
    await pause(500);
    assert.deepEqual(forLater(), []);
    await at.browser.type("\uE004");
    await allKept(at);
    await at.site.close();
    await reload(at);
    await sectionOpens(at);
  }));

  test("waits with an update until it is asked for, and never mixes two builds", () => fresh(async (at, run) => {
    await visit(at);
    await mounted(at);
    await kept(at);
    await at.browser.type("\uE004");
    await allKept(at);
    at.mounts["/"] = later;
    await run(() => {
      document.addEventListener("update-ready", () => { window.heard = true; });
      return navigator.serviceWorker.getRegistration().then((registration) => registration.update()).then(() => true);
    });
    await at.browser.until(() => document.querySelector(".page-notice button"), [], { what: "the update to be announced" });
    await eventually(async () => assert.equal(await run(() => window.heard), true));
    await reload(at);
    assert.equal(await run(build), buildOf(DIST), "nobody has asked for it yet");
    await at.browser.until(() => document.querySelector(".page-notice button"));
    // The page goes, and comes back as the later build.
    await run(() => { setTimeout(() => document.querySelector(".page-notice button").click()); });
    await at.browser.until(() => document.querySelector('meta[name="build"]')?.content === "later0000000");
    await mounted(at);
    const names = readdirSync(later);
    const loaded = await run(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname.slice(1)));
    assert.ok(loaded.length > 3, `${loaded}`);
    assert.deepEqual(loaded.filter((name) => !names.includes(name)), []);
    assert.equal(await kept(at), "later0000000");
    assert.equal(await run(keepsAll), true, "all of it was kept before");
    await at.site.close();
    await reload(at);
    assert.equal(await run(build), "later0000000");
  }));

  test("keeps one older build besides the one that waits, however many came in between", () => fresh(async (at, run) => {
    await visit(at);
    await mounted(at);
    await kept(at);
    let name = "";
    const worker = readFileSync(path.join(DIST, "sw.js"), "utf8");
    at.site.rules.push(({ path: asked }) => (asked === "/sw.js" && name
      ? { body: worker.replaceAll(buildOf(DIST), name), headers: { "content-type": "text/javascript" } } : undefined));
    for (const next of ["waits0000001", "waits0000002", "waits0000003"]) {
      name = next;
      await run(() => navigator.serviceWorker.getRegistration().then((registration) => registration.update()).then(() => true));
      await at.browser.until(async (build) => {
        const names = (await caches.keys()).filter((each) => each.includes(":")).map((each) => each.split(":").at(-1));
        const { installing } = await navigator.serviceWorker.getRegistration();
        return !installing && names.includes(build);
      }, [next], { what: `${next} to wait` });
    }
    const builds = await run(async () => (await caches.keys()).filter((each) => each.includes(":")).map((each) => each.split(":").at(-1)));
    assert.deepEqual(builds.sort(), [buildOf(DIST), "waits0000003"].sort());
  }));

  test("keeps nothing where the server's files are of two builds", () => fresh(async (at, run) => {
    at.site.rules.push(({ path: asked }) => (
      asked === "/sw.js" ? { body: readFileSync(path.join(later, "sw.js")), headers: { "content-type": "text/javascript" } } : undefined
    ));
    await visit(at);
    await mounted(at);
    await run(() => navigator.serviceWorker.getRegistration().then((found) => found?.update()).catch(() => {}).then(() => true));
    await pause(500);
    assert.deepEqual(await run(async () => (await caches.keys()).filter((each) => each.includes(":"))), []);
  }));

  test("keeps to its own folder", () => fresh(async (at, run) => {
    await visit(at, "/calc/");
    await mounted(at);
    await kept(at);
    const [scope, names] = await run(async () => [
      (await navigator.serviceWorker.ready).scope, (await caches.keys()).filter((each) => each.includes(":")),
    ]);
    assert.equal(scope, `${at.site.origin}/calc/`);
    assert.deepEqual(names, [`inference-estimator:${scope}:${buildOf(DIST)}`]);
    await visit(at, "/pages/plain.html");
    await mounted(at);
    assert.equal(await run(() => navigator.serviceWorker.controller), null);
    await at.site.close();
    await at.browser.goto(`${at.site.origin}/calc/?x#p=support-chat`);
    await mounted(at);
  }));

  test("is not kept by a page that embeds the element", () => fresh(async (at, run) => {
    await visit(at, "/pages/plain.html");
    await mounted(at);
    await pause(300);
    assert.deepEqual(await run(() => navigator.serviceWorker.getRegistrations().then((all) => all.length)), 0);
  }));
});
