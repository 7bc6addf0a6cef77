// The comparison of all models: put in order, narrowed down, taken, given back.
import assert from "node:assert/strict";
import { axe, complaints, inEachEngine, test } from "./lib/harness.mjs";
import { eventually, widget } from "./lib/widget.mjs";

inEachEngine("the models", (context) => {
  const page = widget(context);
  const { run, press, until } = page;
  /** Opens the page with a scenario and the comparison, which follows the form after a pause. */
  const open = async (scenario) => {
    await page.open(scenario);
    await page.disclose("Models");
    await until(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".models .on th"), [], "the comparison");
    await page.settled();
  };
  /** The text of column `index` of every line. */
  const column = (index) => run((at) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    return [...root.querySelectorAll(".models tbody tr")].map((line) => line.children[at].textContent.replaceAll("\u00a0", " "));
  }, index);
  const money = (text) => Number(text.replaceAll(/[^0-9.]/g, ""));

  test("a press on a heading puts the lines in order, another turns it round", async () => {
    await open("support-chat");
    const months = async () => (await column(3)).slice(0, 12).map(money);
    const sorted = () => run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      return [...root.querySelectorAll("[aria-sort]")].map((each) => `${each.textContent}: ${each.ariaSort}`);
    });
    const sortedBy = async (heading, compare) => {
      assert.deepEqual(await sorted(), [heading]);
      const found = await months();
      assert.equal(found.length, 12);
      if (compare) assert.deepEqual(found, [...found].sort(compare));
    };
    await eventually(() => sortedBy("A month: ascending", (a, b) => a - b));
    await press("A month", 0, ".models th .link");
    await eventually(() => sortedBy("A month: descending", (a, b) => b - a));
    await press("First word", 0, ".models th .link");
    await eventually(() => sortedBy("First word, p95: ascending"));
    const prices = await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      return [...root.querySelectorAll(".models tbody tr")].map((line) => [line.children[9].textContent, line.querySelector("a")?.href]);
    });
    assert.ok(prices.length > 11);
    for (const [day] of prices) assert.match(day, /^\d+\s\w{3,4}\s20\d\d$/, "each price says since when it is known");
    assert.ok(prices.every(([, link]) => link?.startsWith("https://")), "and links the page that it is from");
  });

  test("filters leave one provider's, those that meet the target, those that the text fits into", async () => {
    await open("support-chat");
    await until(() => {
      const pick = document.querySelector("inference-estimator").shadowRoot.querySelector(".filters select");
      const wanted = [...pick?.options ?? []].find((each) => each.textContent === "OpenAI");
      if (!wanted) return false;
      pick.value = wanted.value;
      pick.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    }, [], "the list of providers");
    await eventually(async () => assert.deepEqual([...new Set(await column(1))], ["OpenAI"]));
    await press("Meets", 0, ".filters .ck");
    await eventually(async () => {
      const verdicts = await column(7);
      assert.ok(verdicts.length > 0 && verdicts.every((each) => /^(meets|close)/.test(each)), `${verdicts}`);
    });
    await press("Hide those", 0, ".filters .ck");
    await eventually(async () => {
      const fits = await column(8);
      assert.ok(fits.length > 0 && fits.every((each) => /fits|not known/.test(each)), `${fits}`);
    });
  });

  test("one press switches to a model, and undo brings the other back", async () => {
    await open("support-chat");
    const state = () => run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      return [root.querySelector(".big b").textContent, root.querySelector(".models .on th")?.textContent];
    });
    const before = await state();
    const [first] = await column(0);
    await press("Use", 0, ".models td .link");
    await eventually(async () => {
      const [month, chosen] = await state();
      assert.equal(chosen, first);
      assert.notEqual(month, before[0]);
      assert.equal(await run(() => document.querySelector("inference-estimator").shadowRoot.activeElement.ariaLabel), "All models");
    });
    await press("Undo: choice of model");
    await eventually(async () => assert.deepEqual(await state(), before));
    assert.deepEqual(await complaints(context), []);
  });

  test("what would meet the target is said and taken", async () => {
    await open("support-chat");
    await press("Use it", 0, ".note .link");
    await eventually(async () => assert.match(await page.text(".feat .verdict"), /to spare$/));
  });

  test("axe finds nothing", async () => {
    await open("support-chat");
    assert.deepEqual(await axe(context, { rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } } }), []);
    assert.deepEqual(await complaints(context), []);
  });
});
