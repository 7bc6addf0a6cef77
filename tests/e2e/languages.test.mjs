// In pages of other languages: translated by a program, and read from right to left.
import assert from "node:assert/strict";
import { complaints, fill, inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { eventually, settled } from "./lib/widget.mjs";

/** Replaces every text of the widget, as programs that translate a page do; runs in the page. */
function translate(inTwoSteps) {
  const root = document.querySelector("inference-estimator").shadowRoot;
  const walker = document.createTreeWalker(root.querySelector(".root"), NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.push(walker.currentNode);
  for (const text of texts) {
    const font = document.createElement("font");
    font.append(document.createElement("font"));
    font.firstChild.append(`«${text.data}»`);
    if (inTwoSteps) {
      text.before(font);
      text.remove();
    } else text.replaceWith(font);
  }
  return texts.length;
}

inEachEngine("the widget in another language", (context) => {
  const run = (script, ...args) => context.browser.run(script, ...args);
  const seen = () => run(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".root").textContent);
  const open = async (page = "/pages/plain.html") => {
    await visit(context, page);
    await mounted(context);
    await settled(context);
  };

  for (const view of ["compact", "full"]) {
    for (const inTwoSteps of [false, true]) {
      test(`shows the figures of what is typed after a program replaced all its texts (${view}${inTwoSteps ? ", in two steps" : ""})`, async () => {
        await open();
        await run((wanted) => { document.querySelector("inference-estimator").view = wanted; }, view);
        await mounted(context);
        await settled(context);
        assert.match(await seen(), /45,000/);
        assert.ok(await run(translate, inTwoSteps) > 10);
        await fill(context, "input[type=text]", "50000");
        await run(() => document.querySelector("inference-estimator").shadowRoot.activeElement.blur());
        await settled(context);
        assert.equal(await run(() => document.querySelector("inference-estimator").estimate.cost_usd_per_month), 22_500);
        await eventually(async () => {
          assert.match(await seen(), /22,500/);
          assert.doesNotMatch(await seen(), /45,000/);
        });
        // And once more, as such a program does when it sees new texts.
        await run(translate, inTwoSteps);
        await run(() => { document.querySelector("inference-estimator").scenario = "#p=glossary&users=20000"; });
        await settled(context);
        await eventually(async () => {
          assert.match(await seen(), /9,000/);
          assert.doesNotMatch(await seen(), /22,500/);
        });
        assert.deepEqual(await complaints(context), []);
      });
    }
  }

  test("stays English, from left to right, with whole numbers, in a page from right to left", async () => {
    await open();
    await run(() => {
      document.documentElement.dir = "rtl";
      document.documentElement.lang = "ar";
      document.querySelector("inference-estimator").locale = "en";
    });
    await settled(context);
    const found = await run(() => {
      const widget = document.querySelector("inference-estimator").shadowRoot.querySelector(".ie");
      const wrong = [...widget.querySelectorAll("*")].filter((each) => getComputedStyle(each).direction !== "ltr");
      return [widget.lang, widget.dir, wrong.map(({ tagName }) => tagName), document.querySelector("inference-estimator").shadowRoot.querySelector(".reason").lang];
    });
    assert.deepEqual(found, ["en", "ltr", [], "en"]);
    assert.match(await seen(), /\$45,000/);
  });
});
