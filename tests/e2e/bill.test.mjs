// Check the bill, and count a pasted text: all in the page, with the server stopped.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { serve } from "../../scripts/lib/static-server.mjs";
import { DIST, complaints, inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { eventually, widget } from "./lib/widget.mjs";

/** Thirty days of calls whose responses are longer than those of "Support chat", in columns that no export has. */
function ownTable({ output = 512, calls = 60_000 } = {}) {
  const rows = Array.from({ length: 30 }, (_, day) => [
    `2026-11-${String(day + 1).padStart(2, "0")}`, "claude-sonnet-5-5", calls, calls * 4500, calls * output, `jane${day % 4}@example.com`,
  ].join());
  return ["day,model_id,calls,prompt_tok,completion_tok,customer", ...rows].join("\n");
}

inEachEngine("the check of a bill", (context) => {
  const page = widget(context);
  const { open, press, disclose, until, run } = page;
  const text = page.texts;

  /** Drops files on the area, as the browser does it. */
  const drop = (...files) => until((dropped) => {
    const area = document.querySelector("inference-estimator").shadowRoot.querySelector(".drop");
    if (!area) return false;
    const data = new DataTransfer();
    for (const [name, content] of dropped) data.items.add(new File([content], name));
    area.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, bubbles: true, cancelable: true }));
    area.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    return true;
  }, [files], "the drop area");
  const says = (pattern) => eventually(async () => assert.match((await text(".bill")).join(" "), pattern));
  const link = () => run(() => document.querySelector("inference-estimator").scenario);
  const opened = async () => {
    await open("support-chat");
    await disclose("Check the bill");
    await until(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".bill .drop"), [], "the section");
  };

  test("a known export is read, compared and forgotten, and nothing of it goes anywhere", async () => {
    await opened();
    const before = await link();
    context.site.requests.length = 0;
    await drop(["usage.csv", readFileSync("tests/usage/openai-usage.csv", "utf8")], ["cost.csv", readFileSync("tests/usage/openai-cost.csv", "utf8")]);
    await says(/usage\.csv OpenAI usage CSV, \d+ rows, 2 Nov 2026 to/);
    await says(/cost\.csv OpenAI cost CSV/);
    await says(/The bill of 2 Nov 2026 to .* is [\d.]+% (above|below) the estimate/);
    await says(/Why Support chat cost \$/);
    assert.equal(await link(), before);
    const stored = await run(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.doesNotMatch(stored, /proj_sample|key_sample|usage\.csv/);
    assert.deepEqual(context.site.requests.filter((path) => !/^\/(?:(?:later|own|bill|single)-|sw\.js)/.test(path)), []);
    await press("Forget them");
    await says(/Forgotten/);
    assert.doesNotMatch((await text(".bill")).join(" "), /usage\.csv|Why Support chat/);
    assert.deepEqual(await complaints(context), []);
  });

  test("columns are matched, the largest cause is used, and one undo brings all back", async () => {
    await opened();
    await drop(["own.csv", ownTable()]);
    await says(/Match the columns of own\.csv/);
    const guessed = await run(() => [...document.querySelector("inference-estimator").shadowRoot.querySelectorAll(".match select")]
      .map((list) => list.selectedOptions[0].textContent));
    assert.deepEqual(guessed, ["Day or time", "Model", "Requests", "Prompt, input tokens", "Response, output tokens", "User"]);
    await press("Compare with the estimate");
    await says(/Responses(?: with reasoning)? are 512 tokens long, not 400/);
    // Names of people are never whole.
    assert.doesNotMatch((await text(".bill")).join(" "), /jane\d@example/);
    const before = await link();
    await press("Use 512");
    await eventually(async () => assert.notEqual(await link(), before));
    await says(/^(?!.*Responses(?: with reasoning)? are 512 tokens long)/s);
    await press("Use measured values");
    await eventually(async () => assert.match((await text(".bill .find"))[0], /(equal to|within|[0-9.]+% (above|below)) the estimate/));
    await run(() => {
      const place = document.querySelector("inference-estimator").shadowRoot.querySelector(".ie");
      for (let step = 0; step < 2; step += 1) place.dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true, metaKey: true, bubbles: true }));
    });
    await eventually(async () => assert.equal(await link(), before));
    assert.deepEqual(await complaints(context), []);
  });

  test("rows are mapped to features by project, and by a pattern", async () => {
    await open("support-chat");
    await press("Add a feature", 0, "button");
    await press("Autocomplete", 0, "[role=menuitem]");
    const features = await run(() => [...document.querySelector("inference-estimator").shadowRoot.querySelectorAll(".feat tbody th")].map((each) => each.textContent.replace(each.querySelector(".src")?.textContent ?? "", "")));
    assert.ok(features.length > 1, `${features}`);
    await disclose("Check the bill");
    await drop(["usage.csv", readFileSync("tests/usage/openai-usage.csv", "utf8")], ["cost.csv", readFileSync("tests/usage/openai-cost.csv", "utf8")]);
    await says(/belongs to no feature yet/);
    const rows = () => run(() => [...document.querySelector("inference-estimator").shadowRoot.querySelectorAll(".bill-rows tbody tr")]
      .map((row) => [row.cells[0].textContent, row.cells[2].textContent]));
    const before = await rows();
    assert.equal(before.at(-2)[0], "No feature");
    await press("Which rows belong to which feature?");
    await until((feature) => {
      const list = document.querySelector("inference-estimator").shadowRoot.querySelector('.match select[aria-label^="proj_sampleChat"]');
      if (!list) return false;
      list.value = feature;
      list.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    }, [features[0]], "the list of a project");
    await eventually(async () => assert.notDeepEqual((await rows())[0], before[0]));
    // The usage file has the ids of projects, the cost file their names.
    for (const pattern of ["proj_*", "Sample *"]) {
      await until((words, feature) => {
        const root = document.querySelector("inference-estimator").shadowRoot;
        const field = root.querySelector(".bill .link-row input");
        if (!field) return false;
        field.value = words;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        const list = root.querySelector(".bill .link-row select");
        list.value = feature;
        list.dispatchEvent(new Event("change", { bubbles: true }));
        return true;
      }, [pattern, features[1]], `the pattern ${pattern}`);
      await press("Add the pattern");
      await eventually(async () => assert.ok((await text(".bill")).join(" ").includes(`: ${pattern} \u2192`)));
    }
    await eventually(async () => assert.doesNotMatch((await text(".bill")).join(" "), /belongs to no feature yet/));
    // Both were chosen with a word of the file; none of it is in the link.
    assert.doesNotMatch(Buffer.from((await link()).split(".").at(-1), "base64url").toString("latin1"), /proj_/);
  });

  test("what cannot be read is said, and the other files are kept", async () => {
    await opened();
    await drop(["own.csv", readFileSync("tests/usage/anthropic-usage.csv", "utf8")], ["notes.txt", "Nothing to see here.\n"], ["packed.csv", "PK\u0003\u0004xx"]);
    await says(/notes\.txt was not read: /);
    await says(/packed\.csv was not read: the file is compressed \(ZIP\)/);
    await says(/own\.csv Anthropic usage CSV/);
  });

  test("100,000 rows hold nothing up", async () => {
    await opened();
    const rows = Array.from({ length: 100_000 }, (_, row) => `2026-11-${String(row % 28 + 1).padStart(2, "0")}T10:00:00Z,gpt-5-mini,user${row % 500},${1000 + row % 99},300,0.001`);
    await run(() => {
      window.longest = 0;
      let last = performance.now();
      const tick = () => {
        const now = performance.now();
        window.longest = Math.max(window.longest, now - last);
        last = now;
        window.ticking = setTimeout(tick);
      };
      tick();
    });
    await drop(["large.csv", ["day,model,user,input_tokens,output_tokens,cost", ...rows].join("\n")]);
    await says(/Match the columns of large\.csv/);
    const began = Date.now();
    await press("Compare with the estimate");
    await says(/large\.csv .*100,000 rows/);
    const { longest } = await run(() => ({ longest: window.longest }));
    console.log(`${context.engine}: 100,000 rows in ${Date.now() - began} ms, longest task about ${Math.round(longest)} ms`);
  });

  const sample = async (content) => {
    await until((pasted) => {
      const field = document.querySelector("inference-estimator").shadowRoot.querySelector(".sample textarea");
      if (!field) return false;
      field.value = pasted;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return true;
    }, [content], "the field for the text");
    await press("Count");
  };
  const counts = (pattern) => eventually(async () => assert.match((await text(".sample [role=status]")).join(" "), pattern));

  test("a pasted text is counted exactly, and the count goes into a field", async () => {
    await open("support-chat");
    await press("Paste a sample to count", 0, "summary");
    await sample("Hello, world! Grüße aus Zürich.");
    await counts(/^\d+ tokens exactly, 34 bytes/);
    const before = await link();
    await press("Use as prompt");
    await eventually(async () => assert.notEqual(await link(), before));
    // 1 MB.
    await sample("The quick brown fox jumps over the lazy dog. ".repeat(23_302));
    await counts(/^2\d\d,\d{3} tokens exactly, 1,048,590 bytes/);
    assert.deepEqual(await complaints(context), []);
  });

  test("works without a network: the section, and the counter once it was used", async () => {
    const at = { browser: context.browser, site: await serve({ mounts: { "/": DIST } }) };
    try {
      await visit(at);
      await mounted(at);
      await at.browser.type("\uE004");
      await at.browser.until(async () => {
        const names = (await caches.keys()).filter((name) => name.startsWith("inference-estimator:"));
        const urls = (await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat();
        return navigator.serviceWorker.controller && urls.some((url) => /\/bill-/.test(url)) && !urls.some((url) => /\/o200k-/.test(url));
      }, [], { what: "the service worker to keep the rest, without tables" });
      await press("Paste a sample to count", 0, "summary");
      await sample("one two three");
      await counts(/^3 tokens exactly/);
      await at.browser.until(async () => {
        const names = (await caches.keys()).filter((name) => name.startsWith("inference-estimator:"));
        return (await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).some(({ url }) => /\/o200k-/.test(url))))).includes(true);
      }, [], { what: "the table to be kept" });
      await at.site.close();
      await at.browser.goto("about:blank");
      await at.browser.goto(`${at.site.origin}/`);
      await mounted(at);
      await press("Paste a sample to count", 0, "summary");
      await sample("one two three four");
      await counts(/^4 tokens exactly/);
      await disclose("Check the bill");
      await until(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".bill .drop"), [], "the section");
      await drop(["usage.csv", readFileSync("tests/usage/openai-usage.csv", "utf8")]);
      await says(/usage\.csv OpenAI usage CSV/);
    } finally {
      await at.site.close();
    }
  });
});
