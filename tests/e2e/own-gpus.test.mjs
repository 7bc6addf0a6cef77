// A feature on own GPUs: chosen with one press, answered at once, simulated after a pause, and kept in the link.
import assert from "node:assert/strict";
import { axe, complaints, inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { eventually, widget } from "./lib/widget.mjs";

inEachEngine("own GPUs", (context) => {
  const page = widget(context);
  const { run, until, type, press, pick, text } = page;
  const open = async (path = "/#p=support-chat") => {
    await visit(context, path);
    await mounted(context);
    await page.settled();
  };
  /** Own GPUs come in the second file of the module. */
  const onOwnGpus = async () => {
    await page.choose("Self-hosted GPUs");
    await until(() => /Open model/.test(document.querySelector("inference-estimator").shadowRoot.textContent), [], "the form of own GPUs");
    await until(() => document.querySelector("inference-estimator").shadowRoot.querySelectorAll(".rest .find").length > 2, [], "their answers");
    await page.settled();
  };
  /** Waits until what comes after a pause is there: precisions, simulation, settings, break-even. */
  const simulated = () => context.browser.until(() => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    const said = root.querySelector(".rest").textContent;
    return /Simulated: one replica/.test(said) && (said.match(/at once, \d[\d.]*% (short|long)er/g)?.length ?? 0) >= 2 && root.querySelectorAll(".rest svg.chart").length >= 4 && said;
  }, [], { timeoutMs: 40_000, what: "the simulation and the settings" });
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
  const big = (words) => eventually(async () => assert.equal(await text(".big"), words));

  test("are chosen with one press: they fit, keep the target, cost, and are set against a hosted model", async () => {
    await open();
    await onOwnGpus();
    const said = await simulated();
    assert.match(await text(".head .eq"), /^1 replica × 1 GPU × \$4\.89 × 730 hours = \$3,570 a month/);
    assert.equal(await text(".big"), "$3,570 a month");
    const all = await findings();
    assert.match(all[1], /^It fits, with room for \d+ more conversations$/);
    assert.match(all[2], /^Support chat: time to first token .* s at p95, (meets|cannot tell whether it meets) the 2 s target$/);
    assert.match(all[3], /^A million tokens cost \$/);
    assert.match(all.at(-1), /^Self-hosted GPUs cost less from [\d,]+ requests a day/);
    const times = await rows("time to first token");
    assert.deepEqual(times.map(([name]) => name), [
      "Time to first token · TTFT", "Time per output token · TPOT", "Full response · end to end",
    ]);
    assert.equal((await rows("fewer bits")).length, 3);
    assert.match(said, /The likely range covered 8 of 10 of \d+ measurements/);
    assert.deepEqual(await complaints(context), []);
    // The pick of the comparison is part of the link.
    await page.pickModel(".rest button.sel", "mistral large", "Mistral Large");
    const picked = await eventually(async () => {
      assert.match(await text(".rest button.sel"), /Mistral Large/);
      const now = await findings();
      assert.notEqual(now.at(-1), all.at(-1));
      return now;
    });
    await simulated();
    all.splice(0, all.length, ...picked);
    const figures = async () => [await findings(), await rows("time to first token"), await rows("fewer bits"), await rows("A million tokens")];
    const wanted = [all, times, await rows("fewer bits"), await rows("A million tokens")];
    const link = await run(() => document.querySelector("inference-estimator").scenario);
    await open(`/#s=${link}`);
    await simulated();
    await eventually(async () => assert.deepEqual(await figures(), wanted));
    assert.deepEqual(await complaints(context), []);
  });

  test("fold the other questions to their answers, until one is opened or a hosted model answers", async () => {
    await open();
    const folded = () => run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      return [...root.querySelectorAll(".ask .g")].filter((each) => each.querySelector(":scope > [hidden]")).map((each) => each.querySelector(".fold").textContent.replaceAll("\u00a0", " "));
    });
    assert.deepEqual(await folded(), []);
    await onOwnGpus();
    const all = [
      "Users and price10,000 users, $10 a month, 80% pay", "What does one request carry?4,500 tokens in, 400 out",
      "How often?25,000 requests a day, 1.16 a second at peak", "How fast must it be?Time to first token under 2 s at p95",
    ];
    await eventually(async () => assert.deepEqual(await folded(), all));
    await press("How often?", 0, ".fold");
    await eventually(async () => assert.deepEqual(await folded(), all.filter((each) => !each.startsWith("How often"))));
    await page.choose("Hosted API");
    await eventually(async () => assert.deepEqual(await folded(), []));
    assert.equal(await text(".ask .fold"), null);
    await page.choose("Self-hosted GPUs");
    await eventually(async () => assert.deepEqual(await folded(), all));
  });

  test("answer each key, keep the focus, and go back and forth without a loss", async () => {
    await open();
    await onOwnGpus();
    await type("Price of a GPU", "2.50");
    await big("$1,825 a month");
    await type("Replicas", "2");
    await big("$3,650 a month");
    await type("Staff time", "1,000");
    await eventually(async () => {
      assert.match(await text(".head .eq"), /^2 replicas × 1 GPU × \$2\.50 × 730 hours \+ \$1,000 staff = \$4,650 a month/);
    });
    await type("Speculative decoding", "3");
    await page.choose("Hosted API");
    await eventually(async () => assert.doesNotMatch(await text(".head .eq"), /GPU/));
    await onOwnGpus();
    await big("$4,650 a month");
    assert.deepEqual(await complaints(context), []);
  });

  test("that do not fit say what is missing and what would help; too few copies grow without end", async () => {
    await open();
    await onOwnGpus();
    await type("GPUs per replica", "1");
    await pick("Bits per weight", "16");
    await eventually(async () => {
      assert.match((await findings())[1], /^It does not start: a request of 131,072 tokens needs .* are left; the longest that fits is/);
      assert.match(await text(".remedies"), /Set the longest context to [\d,]+ tokens/);
      assert.match(await text(".head .sent"), /^Support chat does not fit on its GPUs/);
      assert.match(await text(".head .eq"), /^It does not start: /);
    });
    const remedies = await page.texts(".remedies button");
    assert.ok(remedies.length > 0);
    for (const [index, words] of remedies.entries()) {
      await eventually(async () => assert.deepEqual(await page.texts(".remedies button"), remedies));
      await press(words, remedies.slice(0, index).filter((each) => each.startsWith(words)).length, ".remedies button");
      await eventually(async () => assert.match((await findings())[1], /^It (fits|starts)/, words));
      await press("Undo: change that makes it fit");
      await eventually(async () => assert.match((await findings())[1], /^It does not start/, words));
    }
    await eventually(async () => assert.equal(await text(".feat .verdict"), "does not start"));
    await big("Does not start");
    await pick("Bits per weight", "8: FP8");
    await type("GPUs per replica", "2");
    await type("Replicas", "1");
    await type("Requests each", "60");
    await eventually(async () => {
      assert.equal(await text(".feat .verdict"), "grows without end");
      assert.match(await text(".rest"), /Time to first token, p95: grows without end\. .* Replicas needed: \d+\./);
    });
    assert.deepEqual(await complaints(context), []);
  });

  test("take a model from its config.json, a device by its figures, and measurements", async () => {
    await open();
    await onOwnGpus();
    await pick("Open model", "Another");
    /** Puts a config.json into the field, and waits until what is said of it is this. */
    const paste = async (value, said) => {
      await until((config) => {
        const box = document.querySelector("inference-estimator").shadowRoot.querySelector(".paste textarea");
        if (!box) return false;
        box.value = config;
        box.dispatchEvent(new Event("input", { bubbles: true }));
        return true;
      }, [value], "the field of the config.json");
      await eventually(async () => assert.match(await text(".paste .msg"), said));
    };
    await paste("{ oops", /not the whole of a config\.json/);
    await paste('{"hidden_size": 4096}', /num_hidden_layers/);
    await paste(JSON.stringify({
      num_hidden_layers: 32, hidden_size: 4096, num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14336,
      vocab_size: 128256, max_position_embeddings: 131072,
    }), /^Read/);
    await eventually(async () => assert.match(await text(".rest svg.chart"), /Weights8\.4\d GiB/));
    await pick("GPU", "Another");
    await type("Memory", "48");
    await eventually(async () => assert.match((await findings())[1], /^It fits/));
    await press("Add a measurement");
    await type("Mean TPOT", "40");
    await eventually(async () => assert.match(await text(".rest"), /Your own measurements are used/));
    assert.deepEqual(await complaints(context), []);
  });

  test("have no finding of axe, in either theme", async () => {
    await open();
    await onOwnGpus();
    await simulated();
    // The page around the element has no landmarks of its own.
    const rules = { rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } } };
    for (const theme of ["light", "dark"]) {
      await run((value) => {
        const element = document.querySelector("inference-estimator");
        element.theme = value;
        for (const folded of element.shadowRoot.querySelectorAll("details")) folded.open = true;
      }, theme);
      await page.settled();
      assert.deepEqual(await axe(context, rules), [], theme);
    }
  });
});
