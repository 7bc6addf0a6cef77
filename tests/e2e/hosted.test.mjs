// What is asked about hosted models: reasoning that is assumed, prompts that do not fit, what is not text, regions.
import assert from "node:assert/strict";
import { complaints, inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { eventually, widget } from "./lib/widget.mjs";

inEachEngine("hosted models", (context) => {
  const page = widget(context);
  const { run, open, type, pick, pickModel, text, texts } = page;
  /** The text of the label that begins with these words, and what its field shows; nothing where there is none. */
  const field = (words) => run((wanted) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    const label = [...root.querySelectorAll("label")].find((each) => each.textContent.startsWith(wanted));
    const box = label && root.getElementById(label.htmlFor);
    return box ? { label: label.textContent, value: box.value, options: [...box.options ?? []].map((each) => each.textContent) } : null;
  }, words);
  const big = () => text(".big");

  test("a model that reasons fills in its reasoning, marked as assumed, and a typed number takes its place", async () => {
    await open("support-chat");
    const before = await big();
    await pickModel(".model .sel", "openai gpt-5", "GPT-5");
    await page.settled();
    const assumed = await field("Reasoning ");
    assert.match(assumed.label, /assumed; likely [\d,]+ to [\d,]+/);
    assert.ok(Number(assumed.value.replaceAll(",", "")) > 50, assumed.value);
    const withIt = await big();
    assert.notEqual(withIt, before);
    // More effort is more reasoning, in the field and in the cost.
    await pick("Reasoning effort", "High");
    const high = await field("Reasoning ");
    assert.ok(Number(high.value.replaceAll(",", "")) > Number(assumed.value.replaceAll(",", "")), high.value);
    assert.notEqual(await big(), withIt);
    assert.ok((await field("Kind of task")).options.length === 5);
    await type("Reasoning ", "0");
    const typed = await field("Reasoning ");
    assert.doesNotMatch(typed.label, /assumed/);
    assert.match(await big(), /^at least /);
    await eventually(async () => assert.ok((await texts(".note")).some((note) => note.includes("always reasons before it responds"))));
    // An emptied field is assumed again.
    await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const label = [...root.querySelectorAll("label")].find((each) => each.textContent.startsWith("Reasoning "));
      const box = root.getElementById(label.htmlFor);
      box.focus();
      box.value = "";
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.blur();
    });
    await page.settled();
    assert.match((await field("Reasoning ")).label, /assumed/);
    assert.deepEqual(await complaints(context), []);
  });

  test("an assumed number travels in the link", async () => {
    await open("support-chat");
    await pickModel(".model .sel", "openai gpt-5", "GPT-5");
    await page.settled();
    const [shown, month, link] = [await field("Reasoning "), await big(), await run(() => document.querySelector("inference-estimator").scenario)];
    await visit(context, `/#s=${link}`);
    await mounted(context);
    await eventually(async () => {
      assert.equal(await big(), month);
      assert.equal((await field("Reasoning ")).value, shown.value);
    });
  });

  test("a prompt that does not fit has no time and no tick, and a way out", async () => {
    await open("support-chat");
    await pickModel(".model .sel", "anthropic haiku 4.5", "Claude Haiku 4.5");
    await type("Turns", "1");
    await type("Prompt input", "250,000");
    await eventually(async () => {
      const found = (await texts(".find, .fh, h3, h2")).join(" ");
      assert.match(found, /250,400 tokens do not fit into its context window of 200,000/);
      assert.ok((await texts(".note")).some((note) => /tokens too long: the model refuses it/.test(note)));
    });
    assert.deepEqual(await complaints(context), []);
  });

  test("what is not text is asked for where the model bills it", async () => {
    await open("support-chat");
    assert.equal(await field("Images in the response"), null);
    await pickModel(".model .sel", "google gemini-3.1-flash-lite-image", "Gemini 3.1 Flash Lite Image");
    const before = await big();
    await type("Images in the response", "2,000");
    assert.notEqual(await big(), before);
    assert.deepEqual(await complaints(context), []);
  });

  test("a region and a tier are asked for where they have a price, and change the cost", async () => {
    await open("support-chat");
    await pickModel(".model .sel", "anthropic opus 4.6", "Claude Opus 4.6");
    const before = await big();
    await pick("Region", "United States");
    const american = await big();
    assert.notEqual(american, before);
    await pick("Service tier", "Fast mode");
    assert.notEqual(await big(), american);
    const tiers = (await field("Service tier")).options;
    assert.ok(!tiers.some((tier) => tier.startsWith("Flex")), `${tiers}`);
    assert.deepEqual(await complaints(context), []);
  });

  test("a setting of a link that nobody knows is named", async () => {
    await visit(context, "/#p=support-chat&f0.nonsense=1");
    await mounted(context);
    await eventually(async () => {
      const said = await texts(".bn");
      assert.ok(said.some((each) => /Part of this link could not be used/.test(each) && each.includes("nonsense")), said.join("\n"));
    });
  });
});
