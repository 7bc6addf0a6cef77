// How many actions four jobs take. An action is one click, one key chord or one field filled in; each is counted where it
// is done, so that a job that needs one more fails here.
import assert from "node:assert/strict";
import { inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { eventually, widget } from "./lib/widget.mjs";

inEachEngine("actions for a job", (context) => {
  const { run, until, settled, text, texts } = widget(context);
  let count = 0;
  const begin = async (path = "/") => {
    await visit(context, path);
    await run(() => localStorage.clear());
    await visit(context, path);
    await mounted(context);
    await settled();
    count = 0;
  };
  const done = (job, most) => {
    console.log(`actions: ${count} of ${most} for ${job}`);
    assert.ok(count <= most, `${job} takes ${count} actions, more than ${most}`);
  };
  /** One click on what a person sees: hidden parts are never opened on the side. */
  const click = async (selector, words = "", at = 0) => {
    await until((inner, begins, index) => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const seen = [...root.querySelectorAll(inner)].filter((each) => each.getClientRects().length > 0);
      const found = seen.filter((each) => (each.ariaLabel ?? each.textContent).trim().startsWith(begins)).at(index);
      found?.click();
      return !!found;
    }, [selector, words, at], `${selector} ${words}`);
    count += 1;
    await settled();
  };
  /** One field filled in: the one whose label begins with these words, where it is seen. */
  const fill = async (label, value, at = 0) => {
    await until((words, typed, index) => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const seen = [...root.querySelectorAll("label")].filter((each) => each.textContent.startsWith(words) && each.getClientRects().length > 0);
      const field = seen.map((each) => root.getElementById(each.htmlFor)).filter((each) => each?.type === "text").at(index);
      if (!field) return false;
      field.focus();
      field.value = typed;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.blur();
      return true;
    }, [label, value, at], `the field of "${label}"`);
    count += 1;
    await settled();
  };
  /** A model by its name: the button, a part of the name, Enter. */
  const model = async (typed) => {
    await click(".ask .model .sel, .ask button.sel");
    await until((value) => {
      const find = document.querySelector("inference-estimator").shadowRoot.querySelector(".lb [role=combobox]");
      if (!find) return false;
      find.focus();
      find.value = value;
      find.dispatchEvent(new Event("input", { bubbles: true }));
      return true;
    }, [typed], "the list of models");
    count += 1;
    await settled();
    await run(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".lb [role=combobox]").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true })));
    count += 1;
    await settled();
  };
  const section = (title) => click(".disc > button", title);

  test("a sentence for a spec of one feature: at most 8", async () => {
    await begin();
    await fill("People using it", "20000");
    await fill("Prompt", "2500");
    await fill("Response", "300");
    await model("haiku 4.5");
    await section("Export");
    const said = (await text(".words .sent")).replaceAll("\u00a0", " ");
    assert.match(said, /^At 20,000 users, .+ on Claude Haiku 4\.5 costs about \$[\d,.]+ a month, \$[\d.]+ per user.*target/);
    await click(".words button", "Copy");
    done("a sentence for a spec of one feature", 8);
  });

  test("three features with the cheapest models: at most 20", async () => {
    await begin();
    for (const example of ["Support chat", "Document summaries"]) {
      await click("button", "Add a feature");
      await click("[role=menuitem]", example);
    }
    assert.equal((await texts(".feats [role=tab]")).length, 3);
    const month = async () => Number((await text(".say .big")).replace(/[^\d.]/g, ""));
    const before = await month();
    await fill("Prompt", "6000");
    for (let index = 0; index < 3; index += 1) {
      await click(".feats [role=tab]", "", index);
      // One that is as cheap as can be has nothing to take.
      const offers = await run(() => [...document.querySelector("inference-estimator").shadowRoot.querySelectorAll("button")].filter((each) => each.textContent.trim() === "Use it" && each.getClientRects().length > 0).length);
      if (offers > 0) await click("button", "Use it");
    }
    assert.ok(await month() > 0 && before > 0);
    done("three features with the cheapest models", 20);
  });

  test("tiers with an allowance: at most 10", async () => {
    await begin("/#p=support-chat");
    await section("Pricing and margin");
    for (const [index, price, included] of [[0, "12", "300"], [1, "30", "1500"]]) {
      await click("button", "Add a tier");
      await fill("Price", price, index + 1);
      await fill("Requests included", included, index);
    }
    await eventually(async () => assert.match((await texts(".sec"))[1].replaceAll("\u00a0", " "), /\$12[\s\S]*\$30/));
    done("tiers with an allowance", 10);
  });

  test("self-hosted GPUs against a hosted model: at most 6", async () => {
    await begin("/#p=support-chat");
    await click(".seg label", "Self-hosted");
    await eventually(async () => assert.match((await texts(".blk .find")).join("\n"), /cheaper|cost less|break/i));
    done("self-hosted GPUs against a hosted model", 6);
  });
});
