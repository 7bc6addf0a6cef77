// How sure the figures are, what is held against what, and fields that stay under the fingers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, complaints, inEachEngine, mounted, visit } from "./lib/harness.mjs";

inEachEngine("the range", (context) => {
  const run = (script, ...args) => context.browser.run(script, ...args);
  const open = async (scenario) => {
    await visit(context);
    await mounted(context);
    await run((text) => { document.querySelector("inference-estimator").scenario = text; }, scenario);
    await settled();
  };
  const settled = () => run(() => new Promise((done) => { setTimeout(done, 400); }));
  const text = (selector) => run((wanted) => {
    const found = [...document.querySelector("inference-estimator").shadowRoot.querySelectorAll(wanted)];
    return found.map((each) => each.textContent.replaceAll("\u00a0", " "));
  }, selector);
  /** Types key by key into the field whose label begins with these words; it must keep the focus all the while. */
  const type = (label, value) => run(async (words, letters) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    const found = [...root.querySelectorAll("label")].find((each) => each.textContent.startsWith(words));
    const field = root.getElementById(found.htmlFor);
    const folded = field.closest("details");
    if (folded) folded.open = true;
    field.focus();
    for (let typed = 1; typed <= letters.length; typed += 1) {
      field.value = letters.slice(0, typed);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => { setTimeout(done, 120); });
      if (root.activeElement !== field) throw new Error(`the field of "${words}" went away under the fingers`);
    }
    field.blur();
    await new Promise((done) => { setTimeout(done, 200); });
  }, label, value);

  test("a high end brings the likely range, the heavy user and what matters most", async () => {
    await open("support-chat");
    const findings = async () => (await text(".find")).filter((each) => each.startsWith("Likely"));
    assert.deepEqual(await findings(), []);
    await type("Answer, at the high end", "1200");
    await type("Sent, at the high end", "5000");
    const [likely] = await findings();
    assert.match(likely, /^Likely \$[\d,]+ to \$[\d,]+ a month, 8 times in 10$/);
    const [low, high] = likely.match(/\$[\d,]+/g).map((each) => Number(each.replaceAll(/[$,]/g, "")));
    assert.ok(low < 6500 && 6500 < high, likely);
    assert.match((await text(".heavy"))[0], /A heavy user.* costs \$.* Most hangs on /);
    await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      root.querySelector(".heavy").closest(".blk").querySelector(".fh .link").click();
    });
    const table = await text(".blk:has(.heavy) tbody th");
    assert.deepEqual([...table].sort(), ["Answer", "Sent to the model"]);
    assert.deepEqual(await axe(context, { rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } } }), []);
    assert.deepEqual(await complaints(context), []);
  });

  test("a pinned result says what has changed since", async () => {
    await open("support-chat");
    await run(() => { document.querySelector("inference-estimator").shadowRoot.querySelector(".pin .link").click(); });
    await type("People using it", "5,000");
    assert.equal((await text(".pin"))[0], "Pinned: $6,500; now $3,250 a month, −$3,250, −50%. Unpin");
    await run(() => { document.querySelector("inference-estimator").shadowRoot.querySelector(".pin .link").click(); });
    assert.equal((await text(".pin"))[0], "Pin this to compare");
  });

  test("the load at the peak is held against the limits that are given", async () => {
    await open("support-chat");
    const limits = () => text(".limits tbody td:last-child");
    assert.deepEqual(await limits(), ["cannot tell", "cannot tell", "cannot tell"]);
    await type("Requests allowed", "50");
    await type("Tokens in, allowed", "1M");
    const [requests, tokens, out] = await limits();
    assert.match(requests, /the limit$/);
    assert.match(tokens, /used$/);
    assert.equal(out, "cannot tell");
  });

  test("every percentile of both times stands in a table", async () => {
    await open("support-chat");
    await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      root.querySelector(".blk:has(.stats) .fh .link").click();
    });
    assert.deepEqual(await text(".blk:has(.stats) thead th:nth-child(-n+3)").then((all) => all.slice(0, 3)), [
      "Requests", "First word", "Whole answer",
    ]);
    assert.deepEqual((await text(".blk:has(.stats) tbody th")).slice(0, 5), [
      "half, p50", "75 of 100, p75", "90 of 100, p90", "95 of 100, p95", "99 of 100, p99",
    ]);
  });
});
