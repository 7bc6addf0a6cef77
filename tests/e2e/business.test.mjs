// Levers, prices, growth and words as a person meets them, in the sections below the estimate.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { axe, complaints, inEachEngine, test } from "./lib/harness.mjs";
import { eventually, widget } from "./lib/widget.mjs";

const TITLES = ["Savings", "Pricing and margin", "Growth", "Export"];

inEachEngine("levers, prices, growth, words", (context) => {
  const page = widget(context);
  const { run, press, pick, text } = page;
  /** Opens the page with a scenario and the section whose heading begins with these words. */
  const open = async (scenario, ...titles) => {
    await page.open(scenario);
    await page.disclose(...titles);
  };
  /** Types into the last field whose label begins with these words; the field must keep the focus. */
  const type = (label, value) => page.type(label, value, { at: -1 });
  /** Texts of the section whose label begins with these words: rows of the tables, or all of it. */
  const section = (title) => run((wanted) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    const found = [...root.querySelectorAll(".sec")].find((each) => each.ariaLabel.startsWith(wanted));
    return found.innerText.replaceAll("\u00a0", " ");
  }, title);
  const rows = (selector) => run((wanted) => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    return [...root.querySelectorAll(`${wanted} tbody tr`)].map((row) => [...row.children]
      .filter((cell) => cell.ariaHidden !== "true").map((cell) => cell.textContent.replaceAll("\u00a0", " ").trim()));
  }, selector);
  const dollars = (shown) => Number(shown.replace("\u2212", "-").replace(/[$,]/g, ""));

  test("a lever that is switched on shows what it saves, and the waterfall ends at the headline", async () => {
    await open("support-chat", "Savings");
    const untouched = () => eventually(async () => {
      assert.equal(await text(".big"), "$6,500 a month");
      assert.match(await section("Savings"), /No lever is on/);
    });
    await untouched();
    await press("Answer a repeated question once");
    await press("Shorter prompts and responses");
    const before = await eventually(async () => {
      const bars = await rows(".bars");
      assert.equal(bars.length, 4, JSON.stringify(bars));
      const amounts = bars.map((row) => dollars(row.at(-1)));
      const end = amounts.pop();
      assert.equal(amounts.reduce((sum, each) => sum + each, 0), end, JSON.stringify(bars));
      assert.equal(`$${end.toLocaleString("en")} a month`, await text(".big"));
      assert.match(await section("Savings"), /In exchange: 50,000 responses a month come from the cache/);
      return text(".big");
    });
    await type("Requests that repeat", "30");
    await eventually(async () => {
      assert.notEqual(await text(".big"), before);
      assert.equal(dollars((await rows(".bars")).at(-1).at(-1)), dollars((await text(".big")).split(" ")[0]));
    });
    for (let step = 0; step < 3; step += 1) await press("Undo");
    await untouched();
    assert.deepEqual(await complaints(context), []);
  });

  test("what to try next is ranked, refuses in words, and is switched on with one press", async () => {
    await open("support-chat", "Savings");
    await eventually(async () => {
      const savings = (await page.texts(".next .nb")).map(dollars);
      assert.ok(savings.length > 1, String(savings));
      assert.deepEqual(savings, [...savings].sort((a, b) => b - a));
    });
    await press("Savings that do not apply");
    await eventually(async () => assert.match(await section("Savings"), /quantization: Only for models on self-hosted GPUs/));
    await press("Switch on");
    await eventually(async () => {
      assert.equal((await rows(".bars")).length, 3);
      assert.match(await text(".tb"), /^$/);
      const name = await run(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".tb").ariaLabel);
      assert.match(name, /^Undo: switching on /);
      assert.equal(await run(() => document.querySelector("inference-estimator").shadowRoot.activeElement?.checked), true,
        "the focus goes to the switch");
    });
  });

  test("a model that no list holds has its name and its prices in a lever", async () => {
    await open("glossary", "Savings");
    for (const [lever, word] of [["Send easy questions", "routing"], ["Train a small model", "distillation"]]) {
      await press(lever);
      await press("Cheaper model: Choose a model", -1);
      await press("Enter a model and its prices", -1);
      await eventually(async () => assert.match(await section("Savings"), /A price that it needs is not known/, word));
      await type("Price in", "0.1");
      await type("Price out", "0.4");
      await eventually(async () => {
        const shown = await section("Savings");
        assert.doesNotMatch(shown, /A price that it needs is not known/, word);
        assert.match(shown, /Saves \$[\d,]+ a month/, word);
      });
    }
    const before = await text(".big");
    await type("Price out", "40");
    await eventually(async () => assert.notEqual(await text(".big"), before));
    await press("Undo");
    await eventually(async () => assert.equal(await text(".big"), before));
    assert.deepEqual(await complaints(context), []);
  });

  test("$5 of inference on a $20 plan leaves 75% before other costs, and is called a thin margin", async () => {
    await open("glossary", "Pricing and margin");
    for (const [label, value] of [
      ["People using it", "100"], ["Price they pay", "20"], ["Payment fees", "0"], ["And on each payment", "0"],
    ]) await type(label, value);
    // 1,667 requests of $0.003 are $5.
    await type("Requests each", "55.5555555");
    await eventually(async () => {
      const shown = await section("Pricing and margin");
      assert.match(shown, /Inference takes 25% of the price\. Gross margin 75%/);
      assert.match(shown, /Thin margin/);
      assert.equal((await rows(".bars")).at(-1).at(-1), "$15.00");
    });
  });

  test("3 calls of 2,500 and 1,200 tokens on a $29 plan cost its users 3.9% to 188% of the price", async () => {
    await open("glossary", "Pricing and margin");
    await press("Model: ");
    await press("Enter a model and its prices");
    for (const [label, value] of [
      ["Price in", "1.25"], ["Price out", "10"], ["Prompt input", "2500"], ["Response output", "1200"],
      ["Calls for one request", "3"], ["Price they pay", "29"],
    ]) await type(label, value);
    await eventually(async () => {
      const table = await rows('[aria-label="Pricing and margin"] .figures');
      assert.deepEqual(table.slice(0, 4).map((row) => row[0]), ["25", "40", "400", "1,200"]);
      assert.deepEqual(table.slice(0, 4).map((row) => row[2]), ["3.9%", "6.3%", "63%", "188%"]);
    });
  });

  test("tiers are added, named, priced, chosen by users, and taken away again", async () => {
    await open("glossary", "Pricing and margin");
    await type("Price they pay", "20");
    await type("A heavy user uses", "8");
    await press("Add a tier");
    await press("Add a tier");
    await page.until(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const field = root.querySelector('.tier[aria-label="Tier 2"] input');
      if (!field) return false;
      field.value = "Team";
      field.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    }, [], "the second tier");
    await type("Requests included", "9000");
    await eventually(async () => {
      const table = await rows('[aria-label="Tiers"]');
      assert.deepEqual(table.map((row) => row[0]), ["Tier 1", "Team"]);
      const shares = table.map((row) => Number.parseFloat(row[2]));
      assert.ok(Math.abs(shares[0] + shares[1] - 100) < 1, String(shares));
      assert.match(await section("Pricing and margin"), /For a margin of 70%, \$20 can include [\d,]+ requests/);
      assert.match(await section("Pricing and margin"), /Without a limit, /);
    });
    const tiers = (names) => eventually(async () => {
      assert.deepEqual((await rows('[aria-label="Tiers"]')).map((row) => row[0]), names);
    });
    await press("Remove tier Team");
    await tiers(["Tier 1"]);
    await press("Undo");
    await tiers(["Tier 1", "Team"]);
    assert.deepEqual(await complaints(context), []);
  });

  test("growth shows each month, several times the users, and who must pay for fixed costs", async () => {
    await open("glossary", "Growth");
    await type("Look ahead", "24");
    await type("More users each month", "50");
    await type("Rent, staff and the like", "100000");
    await eventually(async () => {
      assert.deepEqual((await rows('[aria-label="At several times the users"]')).map((row) => row[0]), ["× 1", "× 2", "× 5", "× 10"]);
    });
    await press("Table", 0, ".sec[aria-label^='Growth'] .link");
    await eventually(async () => {
      const months = (await rows("[aria-label^='Growth'] .blk")).filter((row) => row.length === 8);
      assert.equal(months.length, 24);
      assert.deepEqual(months.slice(0, 3).map((row) => row[1]), ["100,000", "150,000", "225,000"]);
    });
  });

  test("an input moves as far as its high end says, and it is said where that is assumed", async () => {
    await open("glossary", "Growth");
    const terms = async () => Object.fromEntries((await rows("[aria-label^='Growth'] .bars"))
      .map(([name]) => name.match(/^(\D+) (.*)$/).slice(1)));
    await eventually(async () => assert.equal((await terms()).Response, "320 to 480, assumed"));
    await type("Response, at the high end", "1200");
    await eventually(async () => assert.match((await terms()).Response, /^170 to 941, as you set it$/));
  });

  test("the tornado and the two-way table follow what is picked", async () => {
    await open("glossary", "Growth");
    await pick("Look at", "Inference a month");
    await pick("Down", "People using it");
    await pick("Across", "Requests each");
    await eventually(async () => {
      const table = await rows(".heat");
      assert.deepEqual(table[2].slice(0, 1), ["100,000"]);
      assert.equal(table[2][3], "$45,000");
      assert.equal(table[4][5], "$180,000");
      assert.equal(table[0][1], "$11,250");
      const levels = await run(() => {
        const cells = document.querySelector("inference-estimator").shadowRoot.querySelectorAll(".heat td");
        return [cells[0].className, cells[24].className];
      });
      assert.deepEqual(levels, ["h0", "h4"]);
    });
  });

  test("the answer is copied as a sentence and as a document", async () => {
    await open("glossary", "Export");
    await run(() => {
      Object.defineProperty(navigator, "clipboard", {
        configurable: true, value: { writeText: async (words) => { window.copied = words; } },
      });
    });
    const copied = async (button) => {
      await run(() => { window.copied = undefined; });
      await press(button);
      return page.until(() => window.copied, [], "the text to be copied");
    };
    assert.match(await copied("Copy"), /^At 100,000 users, Glossary example on Claude Haiku 4\.5 costs about \$45,000 a month, \$0\.45 per user\. /);
    assert.match(await copied("Copy as text"), /^Glossary example\n/);
    assert.match(await copied("Copy as Markdown"), /\n## Cost\n\n\| Feature \|/);
    assert.match(await copied("Copy as CSV"), /^section,row,figure,value\r\n/);
  });

  test("where the page may not reach the clipboard, the text stands there to be copied by hand", async () => {
    await open("glossary", "Export");
    await run(() => {
      Object.defineProperty(navigator, "clipboard", {
        configurable: true, value: { writeText: () => Promise.reject(new DOMException("no", "NotAllowedError")) },
      });
      document.execCommand = () => false;
    });
    await press("Copy as CSV");
    await eventually(async () => {
      const byHand = await run(() => {
        const root = document.querySelector("inference-estimator").shadowRoot;
        const field = root.querySelector(".by-hand textarea");
        return { text: field.value, selected: field.value.slice(field.selectionStart, field.selectionEnd), focus: root.activeElement === field };
      });
      assert.match(byHand.text, /^section,row,figure,value/);
      assert.equal(byHand.selected, byHand.text);
      assert.equal(byHand.focus, true);
    });
  });

  test("the sentence speaks of all features, or of one", async () => {
    const link = await readFile(new URL("../links/1/three-features.link", import.meta.url), "utf8");
    await open(link.trim(), "Export");
    const said = () => text('[aria-label="Export"] .sent');
    await eventually(async () => assert.match(await said(), /Support chat on DeepSeek Chat, 70% \+ Claude Opus 4\.6, 30%: .*Search on GPT-5\.1: /));
    await pick("Sentences about", "Search");
    await eventually(async () => {
      const sentence = await said();
      assert.match(sentence, /^At [\d,]+ users, Search on GPT-5\.1 costs about /);
      assert.doesNotMatch(sentence, /Support chat/);
    });
  });

  test("open, the sections pass the accessibility rules, in both themes", async () => {
    await open("support-chat", ...TITLES);
    await press("Answer a repeated question once");
    await press("Send easy questions");
    await type("Price they pay", "12");
    await type("A heavy user uses", "8");
    await press("Add a tier");
    for (const theme of ["light", "dark"]) {
      await run((name) => { document.querySelector("inference-estimator").setAttribute("theme", name); }, theme);
      await page.settled();
      assert.deepEqual(await axe(context, { rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } } }), []);
    }
    assert.deepEqual(await complaints(context), []);
  });

  test("closed, the sections hold nothing but their finding", async () => {
    await open("support-chat");
    assert.equal(await run(() => document.querySelector("inference-estimator").shadowRoot.querySelectorAll(".disc + *").length), 0);
    await eventually(async () => assert.match(await text(".disc .q"), /^Seven levers/));
    await open("support-chat", "Savings");
    await eventually(async () => assert.match(await text(".disc .q"), /None is on/));
  });
});
