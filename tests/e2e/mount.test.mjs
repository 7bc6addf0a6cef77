// The widget comes up in every engine, from its own files alone, and keeps quiet in the console.
import assert from "node:assert/strict";
import { axe, complaints, inEachEngine, mounted, openSite, test, visit } from "./lib/harness.mjs";
import { settled } from "./lib/widget.mjs";

inEachEngine("the widget", (context) => {
  test("mounts on the stand-alone page without a complaint", async () => {
    await visit(context);
    await mounted(context);
    assert.deepEqual(await complaints(context), []);
  });

  test("is laid out anew in another width without an error for the page", async () => {
    await visit(context, "/#p=support-chat");
    await mounted(context);
    await context.browser.run(async () => {
      const element = document.querySelector("inference-estimator");
      for (const width of ["360px", "760px", "1240px", "400px"]) {
        element.style.width = width;
        await new Promise((done) => { setTimeout(done, 400); });
      }
    });
    assert.deepEqual(await complaints(context), []);
  });

  test("is loaded from its own origin, each file once", async () => {
    // A server of its own is an origin of its own: nothing is cached yet.
    const fresh = { browser: context.browser, site: await openSite() };
    try {
      await visit(fresh);
      await mounted(fresh);
      const loaded = await context.browser.run(() =>
        performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => !name.startsWith("data:")));
      assert.deepEqual(loaded.filter((name) => !name.startsWith(fresh.site.origin)), []);
      await context.browser.until(() => navigator.serviceWorker.ready.then(() => true));
      const all = fresh.site.requests.filter((path) => path !== "/collect.js" && !/icon|manifest/.test(path));
      const worker = all.indexOf("/sw.js");
      const [asked, later] = [all.slice(0, worker), all.slice(worker + 1)];
      assert.equal(new Set(asked).size, asked.length, `asked twice: ${asked}`);
      assert.equal(asked.length, 7, `${asked}`);
      // The worker takes from the browser's copies what has a name of its own; in a private session WebKit has none.
      if (context.engine !== "webkit") assert.deepEqual(later.filter((path) => !/^\/(|single-.*|later-.*|own-.*|bill-.*)$/.test(path)), []);
    } finally {
      await fresh.site.close();
    }
  });

  test("stands on an author's page in its compact form", async () => {
    await visit(context, "/pages/plain.html");
    await mounted(context);
    assert.deepEqual(await complaints(context), []);
    assert.equal(await context.browser.run(() => document.querySelector("inference-estimator").view), "compact");
  });

  test("has no finding of axe in either view or theme", async () => {
    for (const view of ["compact", "full"]) {
      for (const theme of ["light", "dark"]) {
        await visit(context, "/pages/plain.html");
        await mounted(context);
        await context.browser.run((v, t) => {
          Object.assign(document.querySelector("inference-estimator"), { view: v, theme: t });
        }, view, theme);
        await context.browser.until((v) => document.querySelector("inference-estimator").shadowRoot.querySelector(`.ie.${v}`), [view], { what: `the ${view} form` });
        await settled(context);
        assert.deepEqual(await axe(context, { rules: { region: { enabled: false } } }), [], `${view}, ${theme}`);
      }
    }
  });
});
