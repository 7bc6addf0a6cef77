// What is passed on: links of an earlier day, damaged links, files, the code for a phone, code for other pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, complaints, fill, inEachEngine, mounted, text, visit } from "./lib/harness.mjs";

const EARLIER = "/#p=glossary&model=mistral%2Fmistral-large-4&as_of=2026-10-01";

inEachEngine("a link of an earlier day", (context) => {
  const day = () => document.querySelector("inference-estimator").scenario;
  const total = () => text(context, ".say .big");
  const choose = (index) => context.browser.run((which) => {
    document.querySelector("inference-estimator").shadowRoot.querySelectorAll("input[name=then-now]")[which].click();
  }, index);
  const shown = () => context.browser.until(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".then"), [], { what: "both totals" });

  test("shows both totals, and a switch which prices count", async () => {
    await visit(context, EARLIER);
    await mounted(context);
    await shown();
    const said = await text(context, ".then p");
    const [, before, after] = said.match(/^At the prices of 1 Oct 2026, when this was made: (\$[\d,.]+) a month\. At those of today, \d+ \w+ \d{4}: (\$[\d,.]+) a month, [−+][\d.]+%, [−+]\$[\d,.]+\.$/) ?? assert.fail(said);
    assert.notEqual(before, after);
    assert.equal(await total(), `${before} a month`, "a link opens as its sharer saw it");
    const link = await context.browser.run(day);
    await choose(1);
    await context.browser.until((wanted) => document.querySelector("inference-estimator").shadowRoot.querySelector(".say .big b").textContent === wanted, [after]);
    assert.notEqual(await context.browser.run(day), link);
    await choose(0);
    await context.browser.until((wanted) => document.querySelector("inference-estimator").scenario === wanted, [link]);
    assert.equal(await total(), `${before} a month`);
    assert.deepEqual(await axe(context), []);
    assert.deepEqual(await complaints(context), []);
  });

  test("keeps the focus on the switch, and counts what is typed at both prices", async () => {
    const before = await text(context, ".then p");
    await context.browser.run(() => document.querySelector("inference-estimator").shadowRoot.querySelector("input[name=then-now]").focus());
    await context.browser.type("\uE014");
    assert.equal(await context.browser.run(() => document.querySelector("inference-estimator").shadowRoot.activeElement?.name), "then-now");
    await fill(context, ".ask input[type=text]", "5000");
    await context.browser.until((old) => document.querySelector("inference-estimator").shadowRoot.querySelector(".then p").textContent !== old, [before]);
  });

  test("says nothing where the prices are the same, or of today", async () => {
    for (const address of ["/#p=glossary", "/#p=glossary&as_of=2026-11-23"]) {
      await visit(context, address);
      await mounted(context);
      await new Promise((done) => setTimeout(done, 400));
      assert.equal(await text(context, ".then") ?? null, null, address);
    }
  });

  test("shows them in the compact form, too", async () => {
    await visit(context, "/pages/plain.html");
    await mounted(context);
    await context.browser.run((link) => { document.querySelector("inference-estimator").scenario = link; }, EARLIER.slice(1));
    await shown();
    assert.match(await text(context, ".then p"), /^At the prices of 1 Oct 2026/);
  });
});
