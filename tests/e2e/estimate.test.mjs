// The estimate as a person meets it: typing, reading, going wrong, going back, by keyboard alone.
import assert from "node:assert/strict";
import { complaints, inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { eventually, widget } from "./lib/widget.mjs";

inEachEngine("the estimate", (context) => {
  const page = widget(context);
  const { run, until, open, text } = page;
  /** Types into the field whose label begins with these words, and leaves it. */
  const type = (label, value) => page.type(label, value);
  /**
   * Puts a text into the field, and reads the headline before it is left, and the field after. The headline follows in
   * the same turn, long before a timer of the page that begins after it, however slow the machine is.
   */
  const seen = (label, value) => until(async (words, typing) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    const found = [...root.querySelectorAll("label")].find((each) => each.textContent.startsWith(words));
    const field = found && root.getElementById(found.htmlFor);
    if (!field) return false;
    field.focus();
    field.value = typing;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => { setTimeout(done, 30); });
    if (root.activeElement !== field) throw new Error(`the field of "${words}" went away under the fingers`);
    const typed = root.querySelector(".big").textContent;
    field.blur();
    await new Promise((done) => { setTimeout(done, 30); });
    return { typed, shown: field.value };
  }, [label, value], `the field of "${label}"`);
  /** A key to what matches, once it is there. */
  const press = async (selector, key, more = {}) => {
    await until((wanted, name, rest) => {
      const found = document.querySelector("inference-estimator").shadowRoot.querySelector(wanted);
      found?.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...rest }));
      return !!found;
    }, [selector, key, more], selector);
    await page.settled();
  };
  const big = (words) => eventually(async () => assert.equal(await text(".big"), words));

  test("the glossary example costs $1,500 a day and $45,000 a month of 30 days", async () => {
    await open("coding-agent");
    for (const [label, value] of [
      ["People using it", "100k"], ["Prompt", "1,000"], ["Repeated prompt", "0"], ["Response", "400"],
      ["Reasoning", "0"], ["Requests each", "5"], ["Active days", "30"], ["Calls for one request", "1"],
      ["Found in the cache", "0"],
    ]) await type(label, value);
    await page.pickModel(".model .sel", "anthropic haiku 4.5", "Claude Haiku 4.5");
    await big("$45,000 a month");
    await eventually(async () => assert.match(await text(".head .eq"), /100,000 users × 5 requests × \$0\.003 = \$1,500 a day, × 30 days/));
    const link = await run(() => document.querySelector("inference-estimator").scenario);
    await visit(context, `/#s=${link}`);
    await mounted(context);
    await big("$45,000 a month");
    assert.deepEqual(await complaints(context), []);
  });

  test("every key changes the figures, and the field is put in order when it is left", async () => {
    await open("glossary");
    assert.deepEqual(await seen("People using it", "12k"), { typed: "$5,400 a month", shown: "12,000" });
    assert.deepEqual(await seen("People using it", "1.5M"), { typed: "$675,000 a month", shown: "1,500,000" });
  });

  test("a number that is wrong says so, keeps the last result, and is not lost", async () => {
    await open("glossary");
    assert.deepEqual(await seen("Requests each", "5o"), { typed: "$45,000 a month", shown: "5o" });
    await eventually(async () => {
      assert.equal(await text(".err"), "Use digits only, for example 5.");
      assert.match(await text(".kept"), /Still for 5 in “Requests each”/);
    });
    assert.equal(await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      return root.querySelector(".formula [aria-invalid]").getAttribute("aria-describedby")
        === root.querySelector(".err").id;
    }), true);
    await press(".formula [aria-invalid]", "Escape");
    await eventually(async () => {
      assert.equal(await text(".err"), null);
      assert.equal(await text(".kept"), null);
    });
  });

  test("a part that is more than its whole offers to raise the whole", async () => {
    await open("support-chat");
    const value = (label) => run((words) => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const found = [...root.querySelectorAll("label")].find((each) => each.textContent.startsWith(words));
      return [root.getElementById(found.htmlFor).value, root.activeElement === root.getElementById(found.htmlFor)];
    }, label);
    await type("Repeated prompt", "2,900");
    await eventually(async () => assert.equal(
      await text(".err"), "More than the 2,500 input tokens. Enter 2,500 or less. Raise “Prompt” to 2,900",
    ));
    await page.press("Raise");
    await eventually(async () => {
      assert.equal(await text(".err"), null);
      assert.deepEqual(await value("Prompt"), ["2,900", false]);
      assert.deepEqual(await value("Repeated prompt"), ["2,900", true]);
    });
    await press(".ie", "z", { ctrlKey: true });
    await eventually(async () => assert.deepEqual([await value("Prompt"), await value("Repeated")].map(([each]) => each), ["2,500", "1,900"]));
  });

  test("a change goes back and comes again by button and by keyboard", async () => {
    await open("glossary");
    await type("People using it", "200,000");
    await big("$90,000 a month");
    const name = () => run(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".tb").ariaLabel);
    await eventually(async () => assert.equal(await name(), "Undo: change of users"));
    await press(".ie", "z", { ctrlKey: true });
    await big("$45,000 a month");
    await press(".ie", "z", { ctrlKey: true, shiftKey: true });
    await big("$90,000 a month");
  });

  test("features are added, named, moved, removed, and brought back", async () => {
    await open("support-chat");
    const choose = async (menu, item) => {
      await page.press(menu, 0, "button");
      await page.press(item, 0, "[role=menuitem]");
    };
    const names = () => run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      return [...root.querySelectorAll("[role=tab] b")].map((each) => each.textContent);
    });
    const are = (wanted, why) => eventually(async () => assert.deepEqual(await names(), wanted, why));
    await choose("Add a feature", "Autocomplete");
    await are(["Support chat", "Autocomplete"]);
    await press("[aria-selected=true]", "ArrowLeft", { altKey: true });
    await are(["Autocomplete", "Support chat"]);
    await choose("Change this feature", "Make a copy");
    await are(["Autocomplete", "Autocomplete, copy", "Support chat"]);
    await press("[aria-selected=true]", "Delete");
    await are(["Autocomplete", "Support chat"]);
    await press("[aria-selected=true]", "F2");
    await until(() => {
      const field = document.querySelector("inference-estimator").shadowRoot.querySelector(".rename");
      if (field) field.value = "Typing help";
      return !!field;
    }, [], "the field of the name");
    await press(".rename", "Enter");
    await are(["Autocomplete", "Typing help"], "the feature after the removed one is open");
    await press(".ie", "z", { ctrlKey: true });
    await press(".ie", "z", { ctrlKey: true });
    await are(["Autocomplete", "Autocomplete, copy", "Support chat"]);
  });

  test("a feature that is added beyond the edge of the row comes into view", async () => {
    await open("support-chat");
    for (const name of ["Autocomplete", "Coding agent", "Autocomplete", "Coding agent"]) {
      await page.press("Add a feature", 0, "button");
      await page.press(name, 0, "[role=menuitem]");
    }
    await eventually(async () => assert.deepEqual(await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const [tab, row] = ["[aria-selected=true]", "[role=tablist]"].map((each) => root.querySelector(each).getBoundingClientRect());
      return [root.querySelectorAll("[role=tab]").length, tab.left >= row.left - 1, tab.right <= row.right + 1];
    }), [5, true, true]));
  });

  test("paper says when, at which prices, and where to find it again", async () => {
    await open("glossary");
    await eventually(async () => assert.match(await text(".paper"), /^Inference Estimator, \d+ \w+ \d{4}\. Price list updated \d+ \w+ \d{4}\. http.*#s=1\./));
    assert.equal(await run(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".paper").checkVisibility()), false);
  });

  test("the last share of a mix is the rest, and what is too much is refused", async () => {
    await open("support-chat");
    await page.choose("Mix");
    const rest = (words) => eventually(async () => assert.equal(await text(".mix .fixed"), words));
    await rest("20%the rest");
    await type("Share of the calls", "35");
    await rest("65%the rest");
    await type("Share of the calls", "135");
    await eventually(async () => assert.match(await text(".mix .err"), /100/));
  });

  test("a target is set, and the verdict follows it", async () => {
    await open("support-chat");
    const verdict = (check) => eventually(async () => check(await text(".feat .verdict")));
    await verdict((words) => assert.match(words, /^cannot tell: /));
    await page.choose("Custom");
    await type("Must take less than", "10 s");
    await verdict((words) => assert.match(words, / to spare$/));
    await page.choose("Batch");
    await verdict((words) => assert.equal(words, "no target"));
  });
});
