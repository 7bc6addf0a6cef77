// The stand-alone page: the address holds the scenario, the browser keeps a draft, and neither is ever required.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { pause } from "../../scripts/lib/webdriver.mjs";
import { DIST, complaints, fill, inEachEngine, mounted, openSite, test, visit } from "./lib/harness.mjs";
import { eventually } from "./lib/widget.mjs";

const FIELD = "input[type=text]";

inEachEngine("the stand-alone page", (context) => {
  // A server of its own is an origin of its own: with storage of its own.
  const fresh = async (check) => {
    const at = { browser: context.browser, site: await openSite() };
    try {
      await check(at, (script, ...args) => at.browser.run(script, ...args));
    } finally {
      await at.site.close();
    }
  };
  const scenario = () => document.querySelector("inference-estimator").scenario;
  /** Waits until the address holds what is shown, and gives its fragment. What is kept is kept in the same turn. */
  const written = (at) => at.browser.until(
    () => location.hash === `#s=${document.querySelector("inference-estimator").scenario}` && location.hash,
    [], { what: "the address to hold what is shown" },
  );

  test("writes the scenario into its address after a pause, and reads it back on reload", () => fresh(async (at, run) => {
    await visit(at);
    await mounted(at);
    assert.equal(await run(() => location.hash), "", "nothing is written before a person changes something");
    const steps = await run(() => history.length);
    await fill(at, FIELD, "321");
    const hash = await written(at);
    const before = hash.slice("#s=".length);
    await eventually(async () => assert.equal(`#s=${await run(scenario)}`, hash));
    assert.equal(await run(() => history.length), steps, "typing adds nothing to the history");
    await at.browser.reload();
    await mounted(at);
    await eventually(async () => assert.equal(await run(scenario), before));
    assert.deepEqual(await complaints(at), []);
  }));

  test("goes on with the draft of the last visit when the address says nothing", () => fresh(async (at, run) => {
    await visit(at);
    await mounted(at);
    await fill(at, FIELD, "654");
    await written(at);
    const before = await run(scenario);
    await visit(at);
    await mounted(at);
    await eventually(async () => assert.equal(await run(scenario), before));
  }));

  test("runs from memory where storage is refused", () => fresh(async (at, run) => {
    await visit(at, "/pages/sandboxed.html");
    await at.browser.until(() => window.answer, [], { what: "the frame to answer" });
    assert.deepEqual(await run(() => window.answer), { mounted: true, complaints: [] });
  }));

  test("runs from memory where storage is full, and says so once", () => fresh(async (at, run) => {
    await visit(at);
    await mounted(at);
    await run(() => {
      Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
    });
    const said = () => [...document.querySelector("inference-estimator").shadowRoot.querySelectorAll(".reason:not([hidden])")].map((each) => each.textContent);
    await fill(at, FIELD, "123");
    const hash = await written(at);
    await fill(at, FIELD, "124");
    // The address follows after a pause, in the same turn as the storage.
    await at.browser.until((old) => location.hash !== old, [hash], { what: "the second change to be written" });
    await written(at);
    const sentences = await run(said);
    assert.equal(sentences.length, 1);
    assert.match(sentences[0], /keeps nothing/);
    assert.deepEqual(await complaints(at), []);
  }));

  test("goes on when another tab clears the storage", () => fresh(async (at, run) => {
    await visit(at);
    await mounted(at);
    await fill(at, FIELD, "123");
    await at.browser.until(() => localStorage.length > 0);
    await run(() => { localStorage.clear(); dispatchEvent(new StorageEvent("storage", { key: null })); });
    await fill(at, FIELD, "125");
    await at.browser.until(() => localStorage.length > 0);
    assert.deepEqual(await complaints(at), []);
  }));

  test("opens a link as a copy: the draft waits, and can be had back", () => fresh(async (at, run) => {
    await visit(at);
    await mounted(at);
    await fill(at, FIELD, "4711");
    await written(at);
    const draft = await run(scenario);
    await visit(at, "/#p=support-chat&users=815");
    await mounted(at);
    await at.browser.until(() => document.querySelector(".page-notice button"), [], { what: "the draft to be offered" });
    assert.equal(await run(() => location.hash), "#p=support-chat&users=815", "the address is left as it was opened");
    assert.equal(await run(() => localStorage.getItem("inference-estimator:draft")), draft);
    await fill(at, FIELD, "816");
    await written(at);
    await run(() => document.querySelector(".page-notice button").click());
    await at.browser.until((wanted) => document.querySelector("inference-estimator").scenario === wanted, [draft]);
    await eventually(async () => assert.equal(await run(() => document.querySelector(".page-notice").textContent), ""));
  }));

  test("leaves draft and address alone when a link is damaged", () => fresh(async (at, run) => {
    await visit(at);
    await mounted(at);
    await fill(at, FIELD, "4711");
    await written(at);
    const [draft, hash] = await run(() => [document.querySelector("inference-estimator").scenario, location.hash]);
    const cut = hash.slice(0, -6);
    await visit(at, `/${cut}`);
    await mounted(at);
    await eventually(async () => assert.match(await run(() => document.querySelector("inference-estimator").shadowRoot.textContent), /cut short/));
    await pause(600);
    assert.equal(await run(() => location.hash), cut);
    assert.equal(await run(() => localStorage.getItem("inference-estimator:draft")), draft);
  }));

  test("finds its way from a link whose mark was written as a code", () => fresh(async (at, run) => {
    for (const round of ["by the server's page for what is not there", "by the service worker"]) {
      await visit(at, "/%23p=support-chat&users=815");
      await mounted(at);
      await eventually(async () => assert.equal(await run(() => location.pathname + location.hash), "/#p=support-chat&users=815", round));
      await at.browser.until(() => navigator.serviceWorker.controller);
    }
  }));

  test("never leads to another host from an address that names one", () => fresh(async (at, run) => {
    for (const path of ["//evil.example/%23p=glossary", "/\\evil.example/%23p=glossary", "///evil.example/%23p=glossary"]) {
      await visit(at, path);
      assert.equal(await run(() => document.title), "Not here");
      // Were its script loaded there, as a server with another idea of such an address might do, it would stay, too.
      await run((name) => new Promise((done) => {
        const script = Object.assign(document.createElement("script"), { src: name, onload: done, onerror: done });
        document.head.append(script);
      }), `/${readdirSync(DIST).find((name) => name.startsWith("lost-"))}`);
      await eventually(async () => assert.equal(await run(() => location.hash), "#p=glossary", path));
      assert.equal(await run(() => location.origin), at.site.origin, path);
    }
  }));

  test("loads a link that is pasted over its address", () => fresh(async (at, run) => {
    await visit(at);
    await mounted(at);
    await fill(at, FIELD, "77");
    await written(at);
    const [first, link] = await run(() => [document.querySelector("inference-estimator").scenario, location.hash]);
    await fill(at, FIELD, "88");
    await at.browser.until((old) => location.hash !== old, [link]);
    await written(at);
    await run((text) => { location.hash = text; }, link);
    await at.browser.until((wanted) => document.querySelector("inference-estimator").scenario === wanted, [first]);
  }));

  test("leaves an author's address alone", () => fresh(async (at, run) => {
    await visit(at, "/pages/plain.html#chapter");
    await mounted(at);
    await fill(at, FIELD, "5");
    await pause(600);
    assert.equal(await run(() => location.hash), "#chapter");
    assert.equal(await run(() => localStorage.length), 0);
  }));
});
