// What is passed on: links of an earlier day, damaged links, files, the code for a phone, code for other pages.
import assert from "node:assert/strict";
import { axe, complaints, fill, inEachEngine, mounted, test, text, visit } from "./lib/harness.mjs";
import { eventually, settled } from "./lib/widget.mjs";

// The element is a part of other pages: they have landmarks of their own.
const STAND_ALONE = { rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } } };
const EARLIER = "/#p=glossary&model=mistral%2Fmistral-large-4&as_of=2026-10-01";

inEachEngine("a link of an earlier day", (context) => {
  const day = () => document.querySelector("inference-estimator").scenario;
  const total = () => text(context, ".say .big");
  const choose = (index) => context.browser.until((which) => {
    const found = document.querySelector("inference-estimator").shadowRoot.querySelectorAll("input[name=then-now]")[which];
    found?.click();
    return !!found;
  }, [index], { what: "the switch" });
  const shown = () => context.browser.until(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".then"), [], { what: "both totals" });

  test("shows both totals, and a switch which prices count", async () => {
    await visit(context, EARLIER);
    await mounted(context);
    await shown();
    const said = await eventually(async () => {
      const words = await text(context, ".then p");
      assert.match(words, /^At the prices on /);
      return words;
    });
    const [, before, after] = said.match(/^At the prices on 1 Oct 2026, when this scenario was made: (\$[\d,.]+) a month\. At those of today, \d+ \w+ \d{4}: (\$[\d,.]+) a month, [−+][\d.]+%, [−+]\$[\d,.]+\.$/) ?? assert.fail(said);
    assert.notEqual(before, after);
    await eventually(async () => assert.equal(await total(), `${before} a month`, "a link opens as its sharer saw it"));
    const link = await context.browser.run(day);
    await choose(1);
    await context.browser.until((wanted) => document.querySelector("inference-estimator").shadowRoot.querySelector(".say .big b").textContent === wanted, [after]);
    await eventually(async () => assert.notEqual(await context.browser.run(day), link));
    await choose(0);
    await context.browser.until((wanted) => document.querySelector("inference-estimator").scenario === wanted, [link]);
    await eventually(async () => assert.equal(await total(), `${before} a month`));
    await settled(context);
    assert.deepEqual(await axe(context, STAND_ALONE), []);
    assert.deepEqual(await complaints(context), []);
  });

  test("keeps the focus on the switch, and counts what is typed at both prices", async () => {
    const before = await text(context, ".then p");
    await context.browser.run(() => document.querySelector("inference-estimator").shadowRoot.querySelector("input[name=then-now]").focus());
    await context.browser.type("\uE014");
    await settled(context);
    assert.equal(await context.browser.run(() => document.querySelector("inference-estimator").shadowRoot.activeElement?.name), "then-now");
    await fill(context, ".ask input[type=text]", "5000");
    await context.browser.until((old) => document.querySelector("inference-estimator").shadowRoot.querySelector(".then p").textContent !== old, [before]);
  });

  test("says nothing where the prices are the same, or of today", async () => {
    for (const address of ["/#p=glossary", "/#p=glossary&as_of=2026-11-23"]) {
      await visit(context, address);
      await mounted(context);
      await settled(context);
      assert.equal(await text(context, ".then") ?? null, null, address);
    }
  });

  test("shows them in the compact form, too", async () => {
    await visit(context, "/pages/plain.html");
    await mounted(context);
    await context.browser.run((link) => { document.querySelector("inference-estimator").scenario = link; }, EARLIER.slice(1));
    await shown();
    await eventually(async () => assert.match(await text(context, ".then p"), /^At the prices on 1 Oct 2026/));
  });
});

inEachEngine("sharing", (context) => {
  const run = (script, ...args) => context.browser.run(script, ...args);
  const until = (script, args, what) => context.browser.until(script, args, { what });
  const root = (selector) => run((inner) => document.querySelector("inference-estimator").shadowRoot.querySelectorAll(inner).length, selector);
  /** Presses a button, once it is there: the dialogs come in the second file of the module. */
  const press = (words, within = ".ie") => until((wanted, inner) => {
    const inside = document.querySelector("inference-estimator").shadowRoot.querySelector(inner);
    const button = [...inside?.querySelectorAll("button") ?? []].find((each) => (each.getAttribute("aria-label") ?? each.textContent).trim() === wanted);
    button?.focus();
    button?.click();
    return !!button;
  }, [words, within], `the button ${words}`);
  const value = (selector) => until((inner) => document.querySelector("inference-estimator").shadowRoot.querySelector(inner)?.value, [selector], selector);
  const open = async (address = "/") => {
    await visit(context, address);
    await mounted(context);
    await press("Share");
    await until(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".dlg input[type=file]"), [], "the dialog");
  };
  const choose = (name, index) => until((group, which) => {
    const found = document.querySelector("inference-estimator").shadowRoot.querySelectorAll(`input[name=${group}]`)[which];
    found?.click();
    return !!found;
  }, [name, index], `the choice ${name}`);
  /** Waits until the field holds something of this kind, and gives it. */
  const holds = (selector, check) => eventually(async () => {
    const now = await value(selector);
    check(now);
    return now;
  });
  const refuse = () => run(() => {
    Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new DOMException("no", "NotAllowedError")) } });
  });
  const give = (content) => run((inside) => {
    const field = document.querySelector("inference-estimator").shadowRoot.querySelector("input[type=file]");
    const files = new DataTransfer();
    files.items.add(new File([inside], "scenario.json", { type: "application/json" }));
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }, content);
  const note = () => text(context, ".dlg [role=status] .note");
  const scenario = () => run(() => document.querySelector("inference-estimator").scenario);

  test("draws the link as a code, with words for those who do not see it", async () => {
    await open();
    await press("QR code for a phone", ".dlg");
    await until(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".qr path"), [], "the code");
    const [name, square, path] = await run(() => {
      const drawing = document.querySelector("inference-estimator").shadowRoot.querySelector(".qr svg");
      return [drawing.getAttribute("aria-label"), drawing.getAttribute("viewBox"), drawing.querySelector("path").getAttribute("d")];
    });
    assert.match(name, /QR code/);
    assert.match(square, /^0 0 (\d+) \1$/);
    // The finder in the corner: seven dark modules behind four empty ones.
    assert.match(path, /^M4 4h7v1H4z/);
    assert.deepEqual(await axe(context, STAND_ALONE), []);
    assert.deepEqual(await complaints(context), []);
  });

  test("saves the scenario as JSON, and opens the same file again", async () => {
    await open("/#p=support-chat&users=4321");
    await run(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => { blob.text().then((content) => { window.saved = content; }); return make(blob); };
    });
    await press("Save", ".dlg");
    const saved = await until(() => window.saved, [], "the file");
    const file = JSON.parse(saved);
    assert.equal(file.schema, 1);
    assert.equal(file.audience.users, 4321);
    assert.equal(file.features[0].name, "Support chat");
    const before = await scenario();
    await give(saved.replace("4321", "4322"));
    await until((old) => document.querySelector("inference-estimator").scenario !== old, [before], "the file to be open");
    await eventually(async () => assert.match(await note(), /The file is open/));
    await press((await run(() => [...document.querySelector("inference-estimator").shadowRoot.querySelectorAll(".top button")].find((each) => each.getAttribute("aria-label")?.startsWith("Undo")).getAttribute("aria-label"))));
    await until((wanted) => document.querySelector("inference-estimator").scenario === wanted, [before], "the way back");
    assert.deepEqual(await complaints(context), []);
  });

  test("finds the models that a file names by text, those of levers too", async () => {
    await open("/#p=support-chat");
    await run(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => { blob.text().then((content) => { window.saved = content; }); return make(blob); };
    });
    const before = await scenario();
    await give(JSON.stringify({
      schema: 1,
      as_of: "2026-11-23",
      features: [{
        serving: { hosted: [{ model: "anthropic/claude-opus-4-5" }] },
        levers: { on: ["routing"], routing_model: "anthropic/claude-haiku-4-5" },
      }],
    }));
    await until((old) => document.querySelector("inference-estimator").scenario !== old, [before], "the file to be open");
    // A model that is known has a number; one that is not would keep its text.
    await press("Save", ".dlg");
    const [feature] = JSON.parse(await until(() => window.saved, [], "the file")).features;
    assert.match(feature.serving.hosted[0].model, /^id:\d+$/);
    assert.match(feature.levers.routing_model, /^id:\d+$/);
    assert.deepEqual(await complaints(context), []);
  });

  test("says what is wrong with a file, and loses nothing", async () => {
    await open("/#p=support-chat&users=4321");
    const before = await scenario();
    for (const [content, expected] of [
      ["", /no JSON/],
      ["{\"schema\":1,", /no JSON/],
      ["[1,2]", /an object/],
      ["null", /an object/],
      ["[".repeat(40) + "]".repeat(40), /no scenario/],
      ["{\"schema\":2,\"as_of\":\"2026-11-23\",\"features\":[]}", /schema/],
      ["{\"schema\":1,\"features\":[],\"audience\":{\"users\":-5,\"clients\":3}}", /audience\.users.*audience\.clients/s],
    ]) {
      await give(content);
      await until((source, flags) => new RegExp(source, flags).test(document.querySelector("inference-estimator").shadowRoot.querySelector(".dlg div[role=status]").textContent), [expected.source, expected.flags], `${expected} for ${content.slice(0, 30)}`);
      await eventually(async () => assert.match(await note(), /your scenario is as it was/i));
      assert.equal(await scenario(), before);
    }
    assert.deepEqual(await complaints(context), []);
  });

  test("warns about a long link, and offers the file in place of a longer one", async () => {
    // As many features as there may be, with names as long as they may be: 80 bytes, of three a letter.
    const long = (index) => `${index} ${"\u6f22".repeat(25)}`;
    const hosted = (models) => ({
      hosted: Array.from({ length: models }, (_, index) => ({
        share: 1 / models, model: { custom: long(index), prices: { input_usd_per_mtok: 0.275, output_usd_per_mtok: 1.1 } },
      })),
    });
    const some = (name, serving) => JSON.stringify({
      schema: 1,
      features: Array.from({ length: 32 }, (_, index) => ({
        name: name(index), serving: serving(index),
        workload: { input_tokens: 1000.125 + index, output_tokens: 400.25 + index },
      })),
    });
    const says = (source) => until((wanted) => new RegExp(wanted).test(document.querySelector("inference-estimator").shadowRoot.querySelector(".dlg").textContent), [source], source);
    const rows = (count) => eventually(async () => assert.equal(await root(".dlg .link-row"), count));
    await open();
    await give(some((index) => `A feature with a name of some length ${index}`, (index) => ({ usd_per_request: 0.001 + index / 1e6 })));
    await says("The link has \\d+ characters. Some mail and chat programs cut links of more than 2,000");
    await rows(1);
    await give(some(long, () => hosted(2)));
    await says("The link would have \\d+ characters, too many to pass on. Save the file instead.");
    await rows(0);
    await give(some(long, () => hosted(4)));
    await says("There is too much in this scenario for a link, so it is not kept in this browser, either. Save the file instead.");
    await rows(0);
    assert.deepEqual(await complaints(context), []);
  });

  test("gives code for other pages, with a preview; Escape closes, and the focus returns", async () => {
    await open("/#p=support-chat&users=4321");
    await press("Embed", ".dlg");
    await until(() => document.querySelector("inference-estimator").shadowRoot.querySelector("dialog")?.open, [], "the dialog");
    assert.equal(await root(".dlg"), 0);
    const home = context.site.origin;
    const now = await scenario();
    await holds("dialog textarea", (element) => {
      assert.ok(element.startsWith(`<script type="module" src="${home}/embed/inference-estimator.js"></script>`), element);
      assert.ok(element.includes(`scenario="${now}"`), element);
    });
    const shown = () => until(() => {
      const inner = document.querySelector("inference-estimator").shadowRoot.querySelector("dialog inference-estimator");
      return inner?.shadowRoot.querySelector(".root")?.hidden === false && [inner.view, inner.theme, inner.scenario];
    }, [], "the preview");
    await eventually(async () => assert.deepEqual(await shown(), ["compact", "auto", now]));
    await choose("embed-view", 1);
    await choose("embed-theme", 2);
    await eventually(async () => assert.deepEqual(await shown(), ["full", "dark", now]));
    await choose("embed-form", 1);
    await holds("dialog textarea", (frame) => {
      assert.ok(frame.includes(`src="${home}/embed/embed.html?view=full&amp;theme=dark&amp;home=${encodeURIComponent(`${home}/`)}#s=${now}"`), frame);
    });
    await choose("embed-scenario", 1);
    await holds("dialog textarea", (frame) => assert.ok(frame.startsWith("<iframe") && !frame.includes("#s="), frame));
    await choose("embed-form", 2);
    await holds("dialog textarea", (address) => assert.equal(address, `${home}/`));
    await choose("embed-form", 0);
    await choose("embed-view", 0);
    await eventually(async () => assert.equal((await shown())[0], "compact"));
    await settled(context);
    // The preview is the same widget once more; behind the dialog nothing can be reached.
    assert.deepEqual(await axe(context, { rules: { ...STAND_ALONE.rules, "landmark-unique": { enabled: false } } }), []);
    await context.browser.type("\uE00C");
    await until(() => !document.querySelector("inference-estimator").shadowRoot.querySelector("dialog"), [], "the dialog to close");
    await eventually(async () => {
      assert.equal(await run(() => document.querySelector("inference-estimator").shadowRoot.activeElement?.getAttribute("aria-label")), "Share");
    });
    assert.equal(await scenario(), now);
    assert.deepEqual(await complaints(context), []);
  });

  test("the code for other pages runs in one", async () => {
    await open("/#p=support-chat&users=4321");
    await press("Embed", ".dlg");
    const code = await value("dialog textarea");
    const wanted = await scenario();
    context.site.misbehave(({ path }) => (path === "/pasted.html" ? { body: `<!doctype html><html lang="en"><title>Pasted</title>${code}`, headers: { "content-type": "text/html" } } : undefined));
    await context.browser.goto(`${context.site.origin}/pasted.html`);
    await run(() => document.querySelector("inference-estimator").scrollIntoView());
    await mounted(context);
    await eventually(async () => assert.equal(await scenario(), wanted));
    context.site.misbehave();
  });

  test("gives the text to copy by hand where the clipboard is refused", async () => {
    await open("/#p=support-chat&users=4321");
    await refuse();
    await press("Copy link", ".dlg");
    await until(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".dlg .by-hand textarea"), [], "the text");
    await holds(".dlg .by-hand textarea", (link) => assert.match(link, /#s=1\./));
    await press("Embed", ".dlg");
    await until(() => document.querySelector("inference-estimator").shadowRoot.querySelector("dialog")?.open, [], "the dialog");
    await press("Copy", "dialog");
    await until(() => document.querySelector("inference-estimator").shadowRoot.querySelector("dialog .by-hand textarea"), [], "the code");
    await holds("dialog .by-hand textarea", (code) => assert.match(code, /^<script/));
  });

  test("shows a damaged link as it arrived, to be copied", async () => {
    await visit(context, "/#s=1.OwQACNcTHAES");
    await mounted(context);
    await eventually(async () => assert.match(await text(context, ".bn.bad"), /This link cannot be read\.\s*The link is cut short/));
    assert.equal(await value(".bn.bad .lost input"), "#s=1.OwQACNcTHAES");
    assert.equal(await run(() => location.hash), "#s=1.OwQACNcTHAES");
    await refuse();
    await press("Copy it", ".bn.bad");
    await until(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".bn.bad .by-hand textarea"), [], "the text");
    await settled(context);
    assert.deepEqual(await axe(context, STAND_ALONE), []);
  });
});
