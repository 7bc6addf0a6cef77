// The estimate as a person meets it: typing, reading, going wrong, going back, by keyboard alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, inEachEngine, mounted, visit } from "./lib/harness.mjs";

inEachEngine("the estimate", (context) => {
  const run = (script, ...args) => context.browser.run(script, ...args);
  const open = async (scenario) => {
    await visit(context);
    await mounted(context);
    await run((text) => { document.querySelector("inference-estimator").scenario = text; }, scenario);
    await run(() => new Promise((done) => { setTimeout(done, 60); }));
  };
  /** Types into the field whose label begins with these words, and leaves it. */
  const type = (label, text) => run(async (words, value) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    const found = [...root.querySelectorAll("label")].find((each) => each.textContent.startsWith(words));
    const field = root.getElementById(found.htmlFor);
    const folded = field.closest("details");
    if (folded) folded.open = true;
    field.focus();
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => { setTimeout(done, 30); });
    if (root.activeElement !== field) throw new Error(`the field of "${words}" went away under the fingers`);
    const typed = root.querySelector(".big").textContent;
    field.blur();
    await new Promise((done) => { setTimeout(done, 30); });
    return { typed, shown: field.value };
  }, label, text);
  const text = (selector) => run((wanted) => {
    const found = document.querySelector("inference-estimator").shadowRoot.querySelector(wanted);
    return found?.textContent.replaceAll("\u00a0", " ") ?? null;
  }, selector);
  const press = (selector, key, more = {}) => run(async (wanted, name, rest) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    root.querySelector(wanted).dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...rest }));
    await new Promise((done) => { setTimeout(done, 30); });
  }, selector, key, more);

  test("the glossary example costs $1,500 a day and $45,000 a month of 30 days", async () => {
    await open("coding-agent");
    for (const [label, value] of [
      ["People using it", "100k"], ["Sent to the model", "1,000"], ["Same every time", "0"], ["Answer", "400"],
      ["Hidden thinking", "0"], ["Requests each", "5"], ["Active days", "30"], ["Calls for one request", "1"],
      ["Found in the cache", "0"],
    ]) await type(label, value);
    await run(async () => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      root.querySelector(".model .sel").click();
      await new Promise((done) => { setTimeout(done, 60); });
      const find = root.querySelector(".lb input");
      find.value = "anthropic haiku 4.5";
      find.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await press(".lb input", "Enter");
    assert.equal(await text(".big"), "$45,000 a month");
    assert.match(await text(".head .eq"), /100,000 users × 5 requests × \$0\.003 = \$1,500 a day, × 30 days/);
    const link = await run(() => document.querySelector("inference-estimator").scenario);
    await visit(context, `/#s=${link}`);
    await mounted(context);
    assert.equal(await text(".big"), "$45,000 a month");
    assert.deepEqual(await complaints(context), []);
  });

  test("every key changes the figures, and the field is put in order when it is left", async () => {
    await open("glossary");
    assert.deepEqual(await type("People using it", "12k"), { typed: "$5,400 a month", shown: "12,000" });
    assert.deepEqual(await type("People using it", "1.5M"), { typed: "$675,000 a month", shown: "1,500,000" });
  });

  test("a number that is wrong says so, keeps the last result, and is not lost", async () => {
    await open("glossary");
    assert.deepEqual(await type("Requests each", "5o"), { typed: "$45,000 a month", shown: "5o" });
    assert.equal(await text(".err"), "Use digits only, for example 5.");
    assert.match(await text(".kept"), /Still for 5 in “Requests each”/);
    assert.equal(await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      return root.querySelector(".formula [aria-invalid]").getAttribute("aria-describedby")
        === root.querySelector(".err").id;
    }), true);
    await press(".formula [aria-invalid]", "Escape");
    assert.equal(await text(".err"), null);
    assert.equal(await text(".kept"), null);
  });

  test("a change goes back and comes again by button and by keyboard", async () => {
    await open("glossary");
    await type("People using it", "200,000");
    assert.equal(await text(".big"), "$90,000 a month");
    const name = () => run(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".tb").ariaLabel);
    assert.equal(await name(), "Undo: change of users");
    await press(".ie", "z", { ctrlKey: true });
    assert.equal(await text(".big"), "$45,000 a month");
    await press(".ie", "z", { ctrlKey: true, shiftKey: true });
    assert.equal(await text(".big"), "$90,000 a month");
  });

  test("features are added, named, moved, removed, and brought back", async () => {
    await open("support-chat");
    const choose = (menu, item) => run(async (button, words) => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      root.querySelector(`[aria-label^="${button}"]`).click();
      await new Promise((done) => { setTimeout(done, 30); });
      [...root.querySelectorAll("[role=menuitem]")].find((each) => each.textContent.startsWith(words)).click();
      await new Promise((done) => { setTimeout(done, 30); });
    }, menu, item);
    const names = () => run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      return [...root.querySelectorAll("[role=tab] b")].map((each) => each.textContent);
    });
    await choose("Add a feature", "Autocomplete");
    assert.deepEqual(await names(), ["Support chat", "Autocomplete"]);
    await press("[aria-selected=true]", "ArrowLeft", { altKey: true });
    assert.deepEqual(await names(), ["Autocomplete", "Support chat"]);
    await choose("Change this feature", "Make a copy");
    assert.deepEqual(await names(), ["Autocomplete", "Autocomplete, copy", "Support chat"]);
    await press("[aria-selected=true]", "Delete");
    assert.deepEqual(await names(), ["Autocomplete", "Support chat"]);
    await press("[aria-selected=true]", "F2");
    await run(() => {
      const field = document.querySelector("inference-estimator").shadowRoot.querySelector(".rename");
      field.value = "Typing help";
    });
    await press(".rename", "Enter");
    assert.deepEqual(await names(), ["Autocomplete", "Typing help"], "the feature after the removed one is open");
    await press(".ie", "z", { ctrlKey: true });
    await press(".ie", "z", { ctrlKey: true });
    assert.deepEqual(await names(), ["Autocomplete", "Autocomplete, copy", "Support chat"]);
  });

  test("the last share of a mix is the rest, and what is too much is refused", async () => {
    await open("support-chat");
    await run(async () => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      [...root.querySelectorAll(".seg label")].find((each) => each.textContent === "Mix").querySelector("input").click();
      await new Promise((done) => { setTimeout(done, 60); });
    });
    assert.equal(await text(".mix .fixed"), "20%the rest");
    await type("Share of the calls", "35");
    assert.equal(await text(".mix .fixed"), "65%the rest");
    await type("Share of the calls", "135");
    assert.match(await text(".mix .err"), /100/);
  });

  test("a target is set, and the verdict follows it", async () => {
    await open("support-chat");
    const verdict = () => text(".feat .verdict");
    const set = (words) => run(async (wanted) => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      [...root.querySelectorAll(".seg label")].find((each) => each.textContent === wanted).querySelector("input").click();
      await new Promise((done) => { setTimeout(done, 60); });
    }, words);
    assert.match(await verdict(), / over$/);
    await set("Custom");
    await type("Must take less than", "10 s");
    assert.match(await verdict(), / to spare$/);
    await set("Batch");
    assert.equal(await verdict(), "no target");
  });
});
