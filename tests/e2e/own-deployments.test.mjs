// Deployments that people ask about first, as a person sets them up: model, GPU, width, and what the page then says.
import assert from "node:assert/strict";
import { complaints, inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { eventually, widget } from "./lib/widget.mjs";

inEachEngine("deployments on own GPUs", (context) => {
  const page = widget(context);
  const { run, until, type, press, pick, text } = page;
  const open = async () => {
    await visit(context, "/#p=support-chat");
    await mounted(context);
    await page.settled();
    await page.choose("Self-hosted GPUs");
    await until(() => document.querySelector("inference-estimator").shadowRoot.querySelectorAll(".rest .find").length > 2, [], "the answers of own GPUs");
    await page.settled();
  };
  /** Sets up a deployment; the longest context is the model's own unless one is given. */
  const deploy = async (model, gpu, gpus, context = " ") => {
    await pick("Open model", model);
    await pick("GPU", gpu);
    await type("GPUs per replica", gpus);
    await type("Longest context", context);
    // Until the numbers of replicas and the price follow the new choice, nothing is kept of the one before.
    await type("Replicas", " ");
  };
  const findings = () => run(() => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    return [...root.querySelectorAll(".rest .find")].map((each) => each.textContent.replaceAll("\u00a0", " "));
  });
  const rows = (heading) => run((words) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    const block = [...root.querySelectorAll(".rest .blk")].find((each) => each.querySelector(".find").textContent.includes(words));
    return [...block?.querySelectorAll("tbody tr") ?? []].map((row) => [...row.children].map((cell) => cell.textContent.replaceAll("\u00a0", " ")));
  }, heading);
  /** Waits until the simulation has taken the place of the closed forms. */
  const simulated = () => context.browser.until(() => {
    const said = document.querySelector("inference-estimator").shadowRoot.querySelector(".rest").textContent;
    return /(Simulated: one replica|Not well known: simulated)/.test(said) && said;
  }, [], { timeoutMs: 60_000, what: "the simulation" });

  test("Llama 3.3 70B on H100 starts, is simulated with one range, and costs what it costs", async () => {
    await open();
    await deploy("Llama 3.3 70B", "H100 SXM", "4");
    await eventually(async () => assert.match((await findings())[1], /^It (fits|starts)/));
    const said = await simulated();
    const times = await eventually(async () => {
      const found = await rows("time to first token");
      assert.deepEqual(found.map(([name]) => name), ["Time to first token · TTFT", "Time per output token · TPOT", "Full response · end to end"]);
      return found;
    });
    for (const row of times) {
      const [low, high] = row.at(-1).split(" to ").map((end) => Number.parseFloat(end));
      assert.ok(low < high, row.join(" | "));
    }
    assert.match(said, /likely range/);
    assert.match(await text(".big"), /^\$[\d,]+ a month$/);
    assert.match((await findings()).find((each) => each.startsWith("A million tokens")), /cost \$/);
    assert.deepEqual(await complaints(context), []);
  });

  test("gpt-oss-120b on one H100 does not start at its full context, and no cost is given", async () => {
    await open();
    await deploy("gpt oss 120b", "H100 SXM", "1");
    await eventually(async () => {
      assert.equal(await text(".big"), "Does not start");
      assert.match((await findings())[1], /^It does not start: a request of 131,072 tokens needs /);
    });
    // Nothing of its cost is an answer.
    const said = await text(".head");
    assert.doesNotMatch(said, /\$\d/);
    assert.ok(!(await findings()).some((each) => /cost/.test(each)));
    await eventually(async () => assert.match(await text(".feat .verdict"), /does not start/));
    await type("GPUs per replica", "2");
    await eventually(async () => assert.match((await findings())[1], /^It (fits|starts)/));
    await eventually(async () => assert.match(await text(".big"), /^\$[\d,]+ a month$/));
    assert.deepEqual(await complaints(context), []);
  });

  test("DeepSeek V3 on eight H200 starts on the eight GPUs that are billed", async () => {
    await open();
    await deploy("DeepSeek V3", "H200 SXM 141GB", "8");
    await eventually(async () => assert.match((await findings())[1], /^It (fits|starts)|^Too tight/));
    await eventually(async () => assert.match(await text(".head .eq"), /1 replica × 8 GPUs × \$/));
    await simulated();
    assert.deepEqual(await complaints(context), []);
  });

  test("Qwen3-8B from a pasted config with a measurement says that it is used", async () => {
    await open();
    await pick("Open model", "Another");
    await until((config) => {
      const box = document.querySelector("inference-estimator").shadowRoot.querySelector(".paste textarea");
      if (!box) return false;
      box.value = config;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      return true;
    }, [JSON.stringify({
      architectures: ["Qwen3ForCausalLM"], model_type: "qwen3", num_hidden_layers: 36, hidden_size: 4096, num_attention_heads: 32,
      num_key_value_heads: 8, head_dim: 128, intermediate_size: 12288, vocab_size: 151936, max_position_embeddings: 40960,
      tie_word_embeddings: false, torch_dtype: "bfloat16",
    })], "the field of the config.json");
    await eventually(async () => assert.match(await text(".paste .msg"), /^Read/));
    await pick("GPU", "GeForce RTX 4090 24GB");
    await pick("Bits per weight", "16");
    await type("GPUs per replica", "1");
    await type("Longest context", "16384");
    await eventually(async () => assert.match(await text(".rest svg.chart"), /Weights15\.\d+ GiB/));
    await press("Add a measurement");
    await type("Users at once", "1");
    await type("Mean TPOT", "21");
    await eventually(async () => assert.match(await text(".rest"), /Your own measurements are used/));
    assert.deepEqual(await complaints(context), []);
  });
});
