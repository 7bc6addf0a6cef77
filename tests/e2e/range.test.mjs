// How sure the figures are, what is held against what, and fields that stay under the fingers.
import assert from "node:assert/strict";
import { axe, complaints, inEachEngine, test } from "./lib/harness.mjs";
import { eventually, reload, widget } from "./lib/widget.mjs";

inEachEngine("the range", (context) => {
  const page = widget(context);
  const { run, open, type, press, pick, until } = page;
  const text = page.texts;

  test("the likely range and what matters most are there once a field is entered, assumed; a high end takes their place and brings the heavy user", async () => {
    await open("support-chat");
    const findings = async () => (await text(".find")).filter((each) => each.startsWith("Likely"));
    // With the second file, which comes with the first field that is entered.
    await type("Response", "400");
    await eventually(async () => {
      assert.match((await text(".likely"))[0], /^Likely \$[\d,]+ to \$[\d,]+, 8 times in 10\. Most depends on \u201c.+\u201d, 20% assumed\.$/);
      assert.match((await findings())[0], /^Likely \$/);
    });
    assert.doesNotMatch((await text(".heavy"))[0], /heavy user/);
    await type("Response, at the high end", "1200");
    await type("Prompt, at the high end", "5000");
    await eventually(async () => {
      const [likely] = await findings();
      assert.match(likely, /^Likely \$[\d,]+ to \$[\d,]+ a month, 8 times in 10$/);
      const [low, high] = likely.match(/\$[\d,]+/g).map((each) => Number(each.replaceAll(/[$,]/g, "")));
      assert.ok(low < 6500 && 6500 < high, likely);
      assert.match((await text(".heavy"))[0], /A heavy user.* costs \$/);
      assert.match((await text(".likely"))[0], /^Likely \$[\d,]+ to \$[\d,]+, 8 times in 10\. Most depends on \u201c(Prompt|Response)\u201d\.$/);
    });
    // Each of the two drawings has its table.
    for (const words of ["Likely ", "Most depends on "]) {
      await until((wanted) => {
        const root = document.querySelector("inference-estimator").shadowRoot;
        const block = [...root.querySelectorAll(".blk")].find((each) => each.querySelector(".find")?.textContent.startsWith(wanted));
        const table = block?.querySelector(".fh .link");
        if (!table) return false;
        block.dataset.seen = wanted.trim();
        table.click();
        return true;
      }, [words], `the drawing of ${words}`);
    }
    await eventually(async () => {
      assert.deepEqual(await text('[data-seen="Likely"] tbody th'), [
        "p10: 1 in 10 is lower", "median (p50)", "p90: 1 in 10 is higher", "as it is now",
      ]);
      const names = await text('[data-seen^="Most"] tbody th');
      assert.deepEqual(names.filter((name) => !name.endsWith(", assumed")).sort(), ["Prompt", "Response"]);
      assert.ok(names.length > 2, String(names));
    });
    await page.settled();
    assert.deepEqual(await axe(context, { rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } } }), []);
    assert.deepEqual(await complaints(context), []);
  });

  const facts = () => run(() => [...document.querySelector("inference-estimator").shadowRoot
    .querySelectorAll(".ab:not([hidden]) > :not(.ways):not([hidden])")].map((each) => each.textContent.replaceAll("\u00a0", " ")));

  test("a pinned result stays in view, with what has changed in money, per cent and seconds", async () => {
    await open("support-chat");
    assert.deepEqual(await facts(), []);
    await press("Pin as A");
    await type("People using it", "5,000");
    await eventually(async () => {
      assert.deepEqual((await facts()).slice(0, 3), ["B $3,250 a month, $0.65 per user", "A pinned: $6,500 a month", "\u2212$3,250, \u221250%"]);
      assert.match((await facts())[3], /^Time to first token, p95: .* s, as in A$/);
    });
    await press("Use it");
    await eventually(async () => assert.match((await facts())[3], /^Time to first token, p95: .* s, .* s faster$/));
    await run(() => window.scrollTo(0, 600));
    await eventually(async () => {
      const top = await run(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".ab").getBoundingClientRect().top);
      assert.ok(top >= 0 && top < 60, String(top));
    });
    assert.deepEqual(await axe(context, { rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } } }), []);
    await press("Back to A");
    await eventually(async () => {
      assert.deepEqual((await facts()).slice(0, 3), ["B $6,500 a month, $0.65 per user", "A pinned: $6,500 a month", "$0, 0%"]);
    });
    await press("Unpin");
    await eventually(async () => {
      // The headline is scrolled away, so the figures stay in view.
      assert.deepEqual((await facts()).filter((each) => /pinned|^B |%$/.test(each)), []);
    });
    assert.deepEqual(await complaints(context), []);
  });

  test("what is pinned survives a reload, and goes when it is taken away", async () => {
    await open("support-chat");
    await press("Pin as A");
    await type("People using it", "5,000");
    const address = () => run(() => location.hash);
    const link = () => run(() => document.querySelector("inference-estimator").scenario);
    // What is shown and what is pinned are kept after a pause.
    const kept = (pinned) => eventually(async () => {
      assert.match(await address(), pinned ? /^#s=1\.[\w-]+&a=1\.[\w-]+$/ : /^#s=1\.[\w-]+$/);
      assert.equal((await address()).split("&")[0], `#s=${await link()}`);
      assert.equal(await run(() => localStorage.getItem("inference-estimator:pinned") !== null), pinned);
    });
    await kept(true);
    await reload(context);
    await page.settled();
    await eventually(async () => {
      assert.deepEqual((await facts()).slice(0, 2), ["B $3,250 a month, $0.65 per user", "A pinned: $6,500 a month"]);
    });
    await press("Swap");
    await eventually(async () => {
      assert.deepEqual((await facts()).slice(0, 2), ["B $6,500 a month, $0.65 per user", "A pinned: $3,250 a month"]);
    });
    await press("Unpin");
    await eventually(async () => assert.deepEqual(await facts(), []));
    await kept(false);
    await reload(context);
    await page.settled();
    assert.deepEqual(await facts(), []);
  });

  test("the load at the peak is held against the limits that are given", async () => {
    await open("support-chat");
    const limits = () => text(".limits tbody td:last-child");
    await eventually(async () => assert.match((await text(".say .rest"))[0], /In the busiest minute: 69\.4 requests, .* Rate limits of the provider: not set\./));
    assert.deepEqual(await limits(), []);
    await type("Requests allowed", "50");
    await type("Tokens in, allowed", "1M");
    await eventually(async () => {
      const [requests, tokens, out] = await limits();
      assert.match(requests, /the limit$/);
      assert.match(tokens, /used$/);
      assert.equal(out, "cannot tell");
    });
  });

  /** Seconds of "Full response, p95" in the open feature. */
  const whole = () => run(() => {
    const stats = [...document.querySelector("inference-estimator").shadowRoot.querySelectorAll(".stats > div")];
    const found = stats.find((each) => each.textContent.startsWith("Full response"));
    const [, value, unit] = found.querySelector("dd").textContent.match(/^([\d.,]+)\s(s|min)$/);
    return Number(value.replace(",", "")) * (unit === "min" ? 60 : 1);
  });

  test("calls one after the other add up, calls at the same time take the slowest", async () => {
    await open("support-chat");
    const one = await whole();
    await type("Calls for one request", "4");
    const four = await eventually(async () => {
      const now = await whole();
      assert.ok(now > 2.5 * one, `${one} s, then ${now} s`);
      return now;
    });
    await type("Calls at the same time", "4");
    await eventually(async () => {
      const together = await whole();
      assert.ok(together < four / 2 && together >= one, `${one} s, ${four} s, ${together} s`);
    });
  });

  test("a model that thinks first takes as long as it thinks hard", async () => {
    await open("support-chat");
    await page.pickModel(".model .sel", "google gemini 3.8 flash", "Gemini 3.8 Flash");
    await pick("Reasoning effort", "Low");
    const little = await eventually(whole);
    await pick("Reasoning effort", "High");
    await eventually(async () => {
      const much = await whole();
      assert.ok(much > 3 * little, `${little} s, ${much} s`);
    });
  });

  test("a waiting time that is typed in is marked as the reader's, and changes the verdict", async () => {
    await open("support-chat");
    const source = async () => (await text(".rest .src")).find((each) => /in time|are within|Time to first token:|Latency:/.test(each));
    await eventually(async () => assert.doesNotMatch(await source(), /entered by you/));
    await type("TTFT, median", "400");
    await type("TTFT, p95", "900");
    await eventually(async () => {
      assert.match(await source(), /Time to first token: entered by you/);
      assert.match((await text(".feat .verdict"))[0], /1\.05 s to spare$/);
    });
    await type("Output speed", "100");
    await eventually(async () => assert.match(await source(), /Latency: entered by you/));
  });

  test("every percentile of both times stands in a table", async () => {
    await open("support-chat");
    await press("", 0, ".blk:has(.stats) .fh .link");
    await eventually(async () => {
      assert.deepEqual((await text(".blk:has(.stats) thead th:nth-child(-n+3)")).slice(0, 3), ["Percentile", "Time to first token", "Full response"]);
      assert.deepEqual((await text(".blk:has(.stats) tbody th")).slice(0, 5), [
        "median (p50)", "p75", "p90", "p95", "p99",
      ]);
    });
  });
});
