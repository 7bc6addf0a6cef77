// The second file of the module: loaded when it is first wanted, once, and its absence is said and can be mended.
import assert from "node:assert/strict";
import { complaints, DIST, inEachEngine, mounted, openSite, test, text, visit } from "./lib/harness.mjs";
import { settled } from "./lib/widget.mjs";

const later = ({ path }) => /\/later-[0-9a-f]+\.wasm$/.test(path);
// The quick build is in one piece.
const release = { skip: DIST === "dist" ? false : "only a release is cut in two" };

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

  test("is asked for when a section is first opened, and once", release, () => withSite(async (at) => {
    assert.equal(asked(at), 0);
    await press("What saves money");
    await said(at, /Try this next/);
    await press("As it grows");
    await said(at, /At several times the users/);
    assert.equal(asked(at), 1);
    assert.deepEqual(await complaints(at), []);
  }));

  test("brings the rules of style that only it needs", release, () => withSite(async (at) => {
    const width = () => run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const probe = root.querySelector(".ie").appendChild(document.createElement("div"));
      probe.className = "dlg";
      const found = getComputedStyle(probe).width;
      probe.remove();
      return found;
    });
    assert.notEqual(await width(), "420px", "a first visit does without them");
    await press("What saves money");
    await said(at, /Try this next/);
    assert.equal(await width(), "420px");
  }));

  test("is said to be missing, and is asked for again", release, () => withSite(async (at) => {
    at.site.misbehave((request) => (later(request) ? { status: 404, body: "" } : undefined));
    const before = await text(at, ".big");
    await press("Our own GPUs");
    await said(at, /could not be loaded/);
    assert.equal(await text(at, ".big"), before, "the estimate stays");
    at.site.misbehave();
    await press("Try again");
    await said(at, /It fits/);
    assert.equal(asked(at), 2);
  }));
});
