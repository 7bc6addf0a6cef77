// A feature on own GPUs: chosen with one press, answered at once, simulated after a pause, and kept in the link.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, complaints, inEachEngine, mounted, visit } from "./lib/harness.mjs";

inEachEngine("own GPUs", (context) => {
  const run = (script, ...args) => context.browser.run(script, ...args);
  const open = async (path = "/#p=support-chat") => {
    await visit(context, path);
    await mounted(context);
  };
  const choose = (words) => run((wanted) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    [...root.querySelectorAll(".seg label")].find((each) => each.textContent === wanted).querySelector("input").click();
  }, words);
  /** Own GPUs come in the second file of the module. */
  const onOwnGpus = async () => {
    await choose("Our own GPUs");
    await context.browser.until(() => /Open model/.test(document.querySelector("inference-estimator").shadowRoot.textContent));
  };
  /** Waits until what comes after a pause is there: precisions, simulation, settings, break-even. */
  const settled = () => context.browser.until(() => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    const said = root.querySelector(".rest").textContent;
    return /Simulated: one copy/.test(said) && (said.match(/at once, \d[\d.]*% (short|long)er/g)?.length ?? 0) >= 2 && root.querySelectorAll(".rest svg.chart").length >= 4 && said;
  }, [], { timeoutMs: 20_000, what: "the simulation and the settings" });
  const findings = () => run(() => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    return [...root.querySelectorAll(".rest .find")].map((each) => each.textContent.replaceAll("\u00a0", " "));
  });
  const rows = (heading) => run((words) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    const blocks = [...root.querySelectorAll(".rest .blk")];
    const block = blocks.find((each) => each.querySelector(".find").textContent.includes(words));
    return [...block.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent));
  }, heading);
  const text = (selector) => run((wanted) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    return root.querySelector(wanted)?.textContent.replaceAll("\u00a0", " ") ?? null;
  }, selector);
  const label = (words) => `[...root.querySelectorAll("label")].find((each) => each.textContent.startsWith(${JSON.stringify(words)}))`;
  const type = (words, value) => run(`async () => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    const field = root.getElementById(${label(words)}.htmlFor);
    for (let folded = field.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
    field.focus();
    field.value = ${JSON.stringify(value)};
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => { setTimeout(done, 150); });
    if (root.activeElement !== field) throw new Error("the field went away under the fingers");
    field.blur();
    await new Promise((done) => { setTimeout(done, 50); });
  }`);
  const press = (selector, words) => run(async (wanted, told) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    [...root.querySelectorAll(wanted)].find((each) => !told || each.textContent === told).click();
    await new Promise((done) => { setTimeout(done, 150); });
  }, selector, words ?? "");
  const pick = (words, option) => run(`async () => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    const list = root.getElementById(${label(words)}.htmlFor);
    list.value = [...list.options].find((each) => each.textContent.startsWith(${JSON.stringify(option)})).value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
    await new Promise((done) => { setTimeout(done, 100); });
  }`);

  test("are chosen with one press: they fit, keep the target, cost, and are set against a hosted model", async () => {
    await open();
    await onOwnGpus();
    const said = await settled();
    assert.match(await text(".head .eq"), /^1 copy × 2 GPUs × \$2\.29 × 730 hours = \$3,340 a month/);
    assert.equal(await text(".big"), "$3,340 a month");
    const all = await findings();
    assert.match(all[1], /^It fits, with room for \d+ more conversations$/);
    assert.match(all[2], /^Support chat starts to answer in .* s, inside its 2 s target$/);
    assert.match(all[3], /^A million tokens cost \$/);
    assert.match(all.at(-1), /^Own GPUs win from [\d,]+ requests a day/);
    const times = await rows("starts to answer");
    assert.deepEqual(times.map(([name]) => name), [
      "First word, TTFT", "Each next token, TPOT", "Whole answer",
      "First word, TTFT, simulated", "Each next token, TPOT, simulated", "Whole answer, simulated",
    ]);
    assert.equal((await rows("fewer bits")).length, 3);
    assert.match(said, /The range held 8 of 10 of \d+ measurements/);
    assert.deepEqual(await complaints(context), []);
    // The pick of the comparison is part of the link.
    await press(".rest button.sel");
    await run(async () => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const field = root.querySelector(".rest [role=combobox]");
      field.value = "mistral large";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => { setTimeout(done, 100); });
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
      await new Promise((done) => { setTimeout(done, 400); });
    });
    await settled();
    assert.match(await text(".rest button.sel"), /Mistral Large/);
    const picked = await findings();
    assert.notEqual(picked.at(-1), all.at(-1));
    all.splice(0, all.length, ...picked);
    const link = await run(() => document.querySelector("inference-estimator").scenario);
    const figures = [all, times, await rows("fewer bits"), await rows("A million tokens")];
    await open(`/#s=${link}`);
    await settled();
    assert.deepEqual(
      [await findings(), await rows("starts to answer"), await rows("fewer bits"), await rows("A million tokens")],
      figures,
    );
    assert.deepEqual(await complaints(context), []);
  });

  test("answer each key, keep the focus, and go back and forth without a loss", async () => {
    await open();
    await onOwnGpus();
    await type("Price of a GPU", "2.50");
    assert.equal(await text(".big"), "$3,650 a month");
    await type("Copies", "2");
    assert.equal(await text(".big"), "$7,300 a month");
    await type("Staff time", "1,000");
    assert.match(await text(".head .eq"), /^2 copies × 2 GPUs × \$2\.50 × 730 hours \+ \$1,000 staff = \$8,300 a month/);
    await type("Drafted tokens", "3");
    await choose("Hosted API");
    assert.doesNotMatch(await text(".head .eq"), /GPU/);
    await onOwnGpus();
    assert.equal(await text(".big"), "$8,300 a month");
    assert.deepEqual(await complaints(context), []);
  });

  test("that do not fit say what is missing and what would help; too few copies grow without end", async () => {
    await open();
    await onOwnGpus();
    await type("GPUs per copy", "1");
    await pick("Bits per weight", "16");
    assert.match((await findings())[1], /^It does not fit: .* are missing on each GPU$/);
    assert.match(await text(".remedies"), /Store the weights in (FP8|INT4)|Take \d+ GPUs for a copy/);
    assert.match(await text(".head .sent"), /^Support chat does not fit on its GPUs/);
    assert.match(await text(".head .eq"), /^The model does not fit on these GPUs/);
    const remedies = await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      return [...root.querySelectorAll(".remedies button")].map((each) => each.textContent);
    });
    assert.ok(remedies.length > 0);
    for (const words of remedies) {
      await press(".remedies button", words);
      assert.match((await findings())[1], /^It fits/, words);
      await press("[aria-label='Undo: what makes it fit']");
      assert.match((await findings())[1], /^It does not fit/, words);
    }
    assert.equal(await text(".feat .verdict"), "does not fit");
    assert.equal(await text(".big"), "not known a month");
    await pick("Bits per weight", "8: FP8");
    await type("GPUs per copy", "2");
    await type("Copies", "1");
    await type("Requests each", "60");
    assert.equal(await text(".feat .verdict"), "grows without end");
    assert.match(await text(".rest"), /First word, p95: grows without end\. .* Copies needed: \d+\./);
    assert.deepEqual(await complaints(context), []);
  });

  test("take a model from its config.json, a device by its figures, and measurements", async () => {
    await open();
    await onOwnGpus();
    await pick("Open model", "Another");
    const paste = (value) => run(async (config) => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const box = root.querySelector(".paste textarea");
      box.value = config;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => { setTimeout(done, 60); });
      return root.querySelector(".paste .msg").textContent;
    }, value);
    assert.match(await paste("{ oops"), /not the whole of a config\.json/);
    assert.match(await paste('{"hidden_size": 4096}'), /num_hidden_layers/);
    assert.match(await paste(JSON.stringify({
      num_hidden_layers: 32, hidden_size: 4096, num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14336,
      vocab_size: 128256, max_position_embeddings: 131072,
    })), /^Read/);
    const bar = await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      return [...root.querySelectorAll(".rest svg.chart")][0].textContent.replaceAll("\u00a0", " ");
    });
    assert.match(bar, /Weights9\.08 GB/);
    await pick("GPU", "Another");
    await type("Memory", "48");
    assert.match((await findings())[1], /^It fits/);
    await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      [...root.querySelectorAll(".link")].find((each) => each.textContent === "Add a measurement").click();
    });
    await type("Each next token", "40");
    assert.match(await text(".rest"), /Your own measurements are taken in/);
    assert.deepEqual(await complaints(context), []);
  });

  test("have no finding of axe, in either theme", async () => {
    await open();
    await onOwnGpus();
    await settled();
    // The page around the element has no landmarks of its own.
    const rules = { rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } } };
    for (const theme of ["light", "dark"]) {
      await run((value) => {
        const element = document.querySelector("inference-estimator");
        element.theme = value;
        for (const folded of element.shadowRoot.querySelectorAll("details")) folded.open = true;
      }, theme);
      assert.deepEqual(await axe(context, rules), [], theme);
    }
  });
});
