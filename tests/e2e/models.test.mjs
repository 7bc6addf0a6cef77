// The comparison of all models: put in order, narrowed down, taken, given back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, complaints, inEachEngine, mounted, visit } from "./lib/harness.mjs";

inEachEngine("the models", (context) => {
  const run = (script, ...args) => context.browser.run(script, ...args);
  const open = async (scenario) => {
    await visit(context);
    await mounted(context);
    await run((text) => { document.querySelector("inference-estimator").scenario = text; }, scenario);
    await settled();
    await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      root.querySelector('.sec[aria-label="Models"] [aria-expanded=false]').click();
    });
  };
  /** The comparison follows the form after a pause. */
  const settled = () => run(() => new Promise((done) => { setTimeout(done, 400); }));
  /** The text of column `index` of every line. */
  const column = (index) => run((at) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    return [...root.querySelectorAll(".models tbody tr")].map((line) => line.children[at].textContent.replaceAll("\u00a0", " "));
  }, index);
  const press = (selector, words) => run(async (wanted, text) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    const found = [...root.querySelectorAll(wanted)].find((each) => each.textContent.startsWith(text));
    if (!found) throw new Error(`nothing says ${text}`);
    found.click();
    await new Promise((done) => { setTimeout(done, 60); });
  }, selector, words);
  const money = (text) => Number(text.replaceAll(/[^0-9.]/g, ""));

  test("a press on a heading puts the lines in order, another turns it round", async () => {
    await open("support-chat");
    const months = async () => (await column(3)).slice(0, 12).map(money);
    const rising = await months();
    assert.deepEqual(rising, [...rising].sort((a, b) => a - b));
    const sorted = () => run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      return [...root.querySelectorAll("[aria-sort]")].map((each) => `${each.textContent}: ${each.ariaSort}`);
    });
    assert.deepEqual(await sorted(), ["A month: ascending"]);
    await press(".models th .link", "A month");
    assert.deepEqual(await sorted(), ["A month: descending"]);
    const falling = await months();
    assert.deepEqual(falling, [...falling].sort((a, b) => b - a));
    await press(".models th .link", "First word");
    assert.deepEqual(await sorted(), ["First word, p95: ascending"]);
  });

  test("filters leave one provider's, those that meet the target, those that the text fits into", async () => {
    await open("support-chat");
    await run(() => {
      const pick = document.querySelector("inference-estimator").shadowRoot.querySelector(".filters select");
      pick.value = [...pick.options].find((each) => each.textContent === "OpenAI").value;
      pick.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await settled();
    assert.deepEqual([...new Set(await column(1))], ["OpenAI"]);
    await press(".filters .ck", "Meets");
    const verdicts = await column(7);
    assert.ok(verdicts.length > 0 && verdicts.every((each) => /^(meets|close)/.test(each)), `${verdicts}`);
    await press(".filters .ck", "Hide those");
    assert.ok((await column(8)).every((each) => /fits|not known/.test(each)));
  });

  test("one press switches to a model, and undo brings the other back", async () => {
    await open("support-chat");
    const state = () => run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      return [root.querySelector(".big b").textContent, root.querySelector(".models .on th").textContent];
    });
    const before = await state();
    const [first] = await column(0);
    await press(".models td .link", "Use");
    await settled();
    const [month, chosen] = await state();
    assert.equal(chosen, first);
    assert.notEqual(month, before[0]);
    assert.equal(await run(() => document.querySelector("inference-estimator").shadowRoot.activeElement.ariaLabel), "All models");
    await run(() => {
      document.querySelector("inference-estimator").shadowRoot.querySelector('[aria-label="Undo: choice of model"]').click();
    });
    await settled();
    assert.deepEqual(await state(), before);
    assert.deepEqual(await complaints(context), []);
  });

  test("what would meet the target is said and taken", async () => {
    await open("support-chat");
    await press(".note .link", "Use it");
    await settled();
    const verdict = await run(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".feat .verdict").textContent);
    assert.match(verdict, /to spare$/);
  });

  test("axe finds nothing", async () => {
    await open("support-chat");
    assert.deepEqual(await axe(context, { rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } } }), []);
    assert.deepEqual(await complaints(context), []);
  });
});
