// The second file of the module: loaded when it is first wanted, once, and its absence is said and can be mended.
import assert from "node:assert/strict";
import { complaints, inEachEngine, mounted, openSite, test, text, visit } from "./lib/harness.mjs";
import { settled } from "./lib/widget.mjs";

const later = ({ path }) => /\/later-[0-9a-f]+\.wasm$/.test(path);
const full = ({ path }) => /\/(full|shared)-[0-9a-f]+\.wasm$/.test(path);

inEachEngine("the file of the full form", (context) => {
  const shown = (selector) => context.browser.run((wanted) => !!document.querySelector("inference-estimator").shadowRoot.querySelector(wanted), selector);

  test("is not loaded with the compact form, and once when the full form is first shown", async () => {
    await visit(context, "/pages/plain.html");
    await mounted(context);
    const asked = () => context.site.requests.filter((path) => full({ path })).length;
    assert.equal(asked(), 0);
    for (const view of ["full", "compact", "full"]) {
      await context.browser.run((wanted) => { document.querySelector("inference-estimator").view = wanted; }, view);
      await context.browser.until((wanted) => document.querySelector("inference-estimator").shadowRoot.querySelector(wanted),
        [view === "full" ? ".cols:not([aria-busy])" : ".c-pad"]);
    }
    assert.equal(asked(), 2, "its own and the one that it shares");
    assert.deepEqual(await complaints(context), []);
  });

  test("is said to be missing, and is asked for again", async () => {
    // A server of its own is an origin of its own: nothing is cached yet.
    const at = { browser: context.browser, site: await openSite() };
    try {
      await visit(at, "/pages/plain.html");
      await mounted(at);
      at.site.misbehave((request) => (full(request) ? { status: 404, body: "" } : undefined));
      await at.browser.run(() => { document.querySelector("inference-estimator").view = "full"; });
      await at.browser.until(() => /could not be loaded/.test(document.querySelector("inference-estimator").shadowRoot.textContent));
      at.site.misbehave();
      await at.browser.run(() => document.querySelector("inference-estimator").shadowRoot.querySelector("[role=alert] button").click());
      await at.browser.until(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".cols:not([aria-busy])"));
      assert.equal(await shown(".head .big"), true);
    } finally {
      await at.site.close();
    }
  });
});

inEachEngine("the second file", (context) => {
  const run = (script, ...args) => context.browser.run(script, ...args);
  const withSite = async (check) => {
    const site = await openSite();
    const at = { browser: context.browser, site };
    try {
      await visit(at, "/pages/plain.html");
      await mounted(at);
      await run(() => { document.querySelector("inference-estimator").view = "full"; });
      await at.browser.until(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".disc button"));
      await settled(at);
      await check(at);
    } finally {
      await site.close();
    }
  };
  const asked = ({ site }) => site.requests.filter((path) => later({ path })).length;
  const press = (name) => context.browser.until((wanted) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    const found = [...root.querySelectorAll("button, input[type=radio]")].find((each) => (each.closest("label") ?? each).textContent.trim().startsWith(wanted));
    found?.click();
    return !!found;
  }, [name], { what: `the button ${name}` });
  const said = (at, pattern) => at.browser.until(
    (source) => new RegExp(source).test(document.querySelector("inference-estimator").shadowRoot.textContent), [pattern.source], { what: `${pattern}` },
  );

  test("is asked for when a section is first opened, and once", () => withSite(async (at) => {
    assert.equal(asked(at), 0);
    await press("Savings");
    await said(at, /Try this next/);
    await press("Growth");
    await said(at, /At several times the users/);
    assert.equal(asked(at), 1);
    assert.deepEqual(await complaints(at), []);
  }));

  test("brings the rules of style that only it needs", () => withSite(async (at) => {
    const width = () => run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const probe = root.querySelector(".ie").appendChild(document.createElement("div"));
      probe.className = "dlg";
      const found = getComputedStyle(probe).width;
      probe.remove();
      return found;
    });
    assert.notEqual(await width(), "420px", "a first visit does without them");
    await press("Savings");
    await said(at, /Try this next/);
    assert.equal(await width(), "420px");
  }));

  test("is said to be missing, and is asked for again", () => withSite(async (at) => {
    at.site.misbehave((request) => (later(request) ? { status: 404, body: "" } : undefined));
    const before = await text(at, ".big");
    await press("Self-hosted GPUs");
    await said(at, /could not be loaded/);
    assert.equal(await text(at, ".big"), before, "the estimate stays");
    at.site.misbehave();
    await press("Try again");
    await said(at, /It fits/);
    assert.equal(asked(at), 2);
  }));
});
