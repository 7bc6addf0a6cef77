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
    assert.match((await text(".heavy"))[0], /A heavy user.* costs \$/);
    assert.match((await text(".likely"))[0], /^Likely \$[\d,]+ to \$[\d,]+, 8 times in 10\.$/);
    // Each of the two drawings has its table.
    await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const blocks = [...root.querySelectorAll(".blk")];
      for (const words of ["Likely ", "Most hangs on "]) {
        const block = blocks.find((each) => each.querySelector(".find")?.textContent.startsWith(words));
        block.dataset.seen = words.trim();
        block.querySelector(".fh .link").click();
      }
    });
    assert.deepEqual(await text('[data-seen="Likely"] tbody th'), [
      "1 in 10 is lower, p10", "half, p50", "1 in 10 is higher, p90", "as it is now",
    ]);
    assert.deepEqual((await text('[data-seen^="Most"] tbody th')).sort(), ["Answer", "Sent to the model"]);
    assert.deepEqual(await axe(context, { rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } } }), []);
    assert.deepEqual(await complaints(context), []);
  });

  const press = (words) => run(async (wanted) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    [...root.querySelectorAll("button")].find((each) => each.textContent.startsWith(wanted)).click();
    await new Promise((done) => { setTimeout(done, 200); });
  }, words);
  const facts = () => run(() => [...document.querySelector("inference-estimator").shadowRoot
    .querySelectorAll(".ab:not([hidden]) > :not(.ways)")].map((each) => each.textContent.replaceAll("\u00a0", " ")));

  test("a pinned result stays in view, with what has changed in money, per cent and seconds", async () => {
    await open("support-chat");
    assert.deepEqual(await facts(), []);
    await press("Pin this as A");
    await type("People using it", "5,000");
    assert.deepEqual((await facts()).slice(0, 3), ["B $3,250 a month, $0.65 a user", "A pinned: $6,500", "\u2212$3,250, \u221250%"]);
    assert.match((await facts())[3], /^first word, p95: .* s, as in A$/);
    await press("Use it");
    assert.match((await facts())[3], /^first word, p95: .* s, .* s faster$/);
    await run(() => window.scrollTo(0, 600));
    const top = await run(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".ab").getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 60, String(top));
    assert.deepEqual(await axe(context, { rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } } }), []);
    await press("Back to A");
    assert.deepEqual((await facts()).slice(0, 3), ["B $6,500 a month, $0.65 a user", "A pinned: $6,500", "$0, 0%"]);
    await press("Unpin");
    assert.deepEqual(await facts(), []);
    assert.equal(await run(() => document.querySelector("inference-estimator").shadowRoot.activeElement.textContent), "Pin this as A, to compare");
    assert.deepEqual(await complaints(context), []);
  });

  test("what is pinned survives a reload, and goes when it is taken away", async () => {
    await open("support-chat");
    await press("Pin this as A");
    await type("People using it", "5,000");
    await run(() => new Promise((done) => { setTimeout(done, 600); }));
    const reload = async () => {
      await run(() => location.reload());
      await settled().catch(() => {});
      await mounted(context);
      await settled();
    };
    await reload();
    assert.deepEqual((await facts()).slice(0, 2), ["B $3,250 a month, $0.65 a user", "A pinned: $6,500"]);
    await press("Swap");
    assert.deepEqual((await facts()).slice(0, 2), ["B $6,500 a month, $0.65 a user", "A pinned: $3,250"]);
    await press("Unpin");
    await reload();
    assert.deepEqual(await facts(), []);
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

  /** Seconds of "Whole answer, p95" in the open feature. */
  const whole = () => run(() => {
    const stats = [...document.querySelector("inference-estimator").shadowRoot.querySelectorAll(".stats > div")];
    const found = stats.find((each) => each.textContent.startsWith("Whole answer"));
    const [, value, unit] = found.querySelector("dd").textContent.match(/^([\d.,]+)\s(s|min)$/);
    return Number(value.replace(",", "")) * (unit === "min" ? 60 : 1);
  });

  test("calls one after the other add up, calls at the same time take the slowest", async () => {
    await open("support-chat");
    const one = await whole();
    await type("Calls for one request", "4");
    const four = await whole();
    assert.ok(four > 2.5 * one, `${one} s, then ${four} s`);
    await type("Calls at the same time", "4");
    const together = await whole();
    assert.ok(together < four / 2 && together >= one, `${one} s, ${four} s, ${together} s`);
  });

  test("a model that thinks first takes as long as it thinks hard", async () => {
    await open("support-chat");
    await run(async () => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      root.querySelector(".model .sel").click();
      await new Promise((done) => { setTimeout(done, 60); });
      const find = root.querySelector(".lb input");
      find.value = "google gemini 3.8 flash";
      find.dispatchEvent(new Event("input", { bubbles: true }));
      find.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    });
    const times = [];
    for (const effort of ["Low", "Maximum"]) {
      await run(async (wanted) => {
        const root = document.querySelector("inference-estimator").shadowRoot;
        const label = [...root.querySelectorAll("label")].find((each) => each.textContent.startsWith("How hard it thinks"));
        const list = root.getElementById(label.htmlFor);
        list.value = [...list.options].find((each) => each.textContent === wanted).value;
        list.dispatchEvent(new Event("change", { bubbles: true }));
        await new Promise((done) => { setTimeout(done, 200); });
      }, effort);
      times.push(await whole());
    }
    assert.ok(times[1] > 5 * times[0], times.join(" s, "));
  });

  test("a waiting time that is typed in is marked as the reader's, and changes the verdict", async () => {
    await open("support-chat");
    const source = async () => (await text(".rest .src")).find((each) => /in time|are within|First word:|Times:/.test(each));
    assert.doesNotMatch(await source(), /typed in by you/);
    await type("First word, half", "400");
    await type("First word, 95 of 100", "900");
    assert.match(await source(), /First word: typed in by you/);
    assert.match((await text(".feat .verdict"))[0], /1\.05 s to spare$/);
    await type("Speed of the answer", "100");
    assert.match(await source(), /Times: typed in by you/);
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
