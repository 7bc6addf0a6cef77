// What a page's own script reads of the element and sets on it.
import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { pause } from "../../scripts/lib/webdriver.mjs";
import { complaints, fill, inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { eventually, settled } from "./lib/widget.mjs";

/** The longest link that is read, so that anything more is too long for one. */
async function longestLink() {
  const { link } = await import(pathToFileURL(path.resolve("pkg/dist/headless-node.js")).href);
  const model = (index, letters) => ({
    model: { custom: "m".repeat(letters), prices: { input_usd_per_mtok: 1.25 + index / 7, output_usd_per_mtok: 3.75 + index / 3 } }, share: 0.25,
  });
  const scenario = (letters, longer) => ({
    audience: { users: 1000 },
    features: Array.from({ length: 32 }, (_, feature) => ({
      name: `${"f".repeat(60)}${feature}`,
      serving: { hosted: [0, 1, 2, 3].map((leg) => model(feature * 4 + leg, letters + (feature * 4 + leg < longer ? 1 : 0))) },
    })),
  });
  const written = (...size) => { try { return link(scenario(...size)); } catch { return undefined; } };
  let letters = 20;
  while (written(letters + 1, 0)) letters += 1;
  let longer = 0;
  while (written(letters, longer + 1)) longer += 1;
  return written(letters, longer);
}

inEachEngine("a page's script", (context) => {
  const run = (script, ...args) => context.browser.run(script, ...args);
  const open = async (page) => {
    await visit(context, page);
    await mounted(context);
  };

  test("reads what is shown when the widget is ready, and right after it asked for something else", async () => {
    await visit(context, "/pages/plain.html");
    const first = await context.browser.until(() => {
      const element = document.querySelector("inference-estimator");
      window.atReady ??= new Promise((done) => {
        const read = () => done([element.scenario.startsWith("1."), element.estimate?.cost_usd_per_month]);
        if (element.estimate) read();
        else element.addEventListener("ready", read);
      });
      return window.atReady;
    });
    assert.deepEqual(first, [true, 45_000]);
    const [month, scenario, other] = await run(() => {
      const element = document.querySelector("inference-estimator");
      element.scenario = "#p=glossary&users=12000";
      const read = [element.estimate.cost_usd_per_month, element.scenario];
      element.scenario = "support-chat";
      return [...read, element.scenario];
    });
    assert.equal(month, 5400);
    assert.match(scenario, /^1\./);
    assert.notEqual(other, scenario);
    await settled(context);
    assert.equal(await run(() => document.querySelector("inference-estimator").scenario), other, "and it stays so");
  });

  test("reads the figures of a scenario that is too long for a link, and no link", async () => {
    const link = await longestLink();
    await open("/pages/plain.html");
    const before = await run((text) => {
      window.heard = [];
      document.addEventListener("scenario-change", (event) => window.heard.push(event.detail.scenario));
      document.addEventListener("estimate-change", (event) => window.heard.push(event.detail.cost_usd_per_month));
      const element = document.querySelector("inference-estimator");
      element.scenario = text;
      return element.estimate.cost_usd_per_month;
    }, link);
    await settled(context);
    for (const users of ["123456789", "987654321"]) {
      await fill(context, "input[type=text]", users);
      await eventually(async () => {
        const [month, scenario, heard] = await run(() => {
          const element = document.querySelector("inference-estimator");
          return [element.estimate.cost_usd_per_month, element.scenario, window.heard];
        });
        assert.equal(scenario, "");
        assert.ok(Math.abs(month / before / (Number(users) / 1000) - 1) < 1e-9, `${month} and ${before}`);
        assert.deepEqual(heard.slice(-2), ["", month]);
      });
    }
  });

  test("hears of a scenario that cannot be read, and its owner does in the console", async () => {
    await open("/pages/plain.html");
    const heard = await run(async () => {
      const all = [];
      document.addEventListener("scenario-error", ({ detail }) => all.push(detail));
      const element = document.querySelector("inference-estimator");
      for (const text of ["nonsense", "#s=1.QAQAC", "#p=glossary&userz=5", "#p=glossary&users=12k"]) {
        element.scenario = text;
        await new Promise((done) => setTimeout(done));
      }
      return all;
    });
    assert.deepEqual(heard.map(({ text, notices }) => [text, notices.map(({ kind }) => kind)]).slice(0, 3), [
      ["nonsense", ["not_ours"]], ["#s=1.QAQAC", ["cut_short"]], ["#p=glossary&userz=5", ["unknown_key"]],
    ]);
    assert.match(heard[2].notices[0].text, /userz/);
    assert.match((await complaints(context)).join("\n"), /<inference-estimator scenario="nonsense">/);
  });

  test("hears of an attribute that cannot be read although it is there from the beginning", async () => {
    context.site.misbehave(({ path: asked }) => (asked === "/pages/plain.html" ? {
      body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title><script src="/collect.js"></script>
        <script>document.addEventListener("scenario-error", ({ detail }) => { window.heard = [detail.text, document.querySelector("inference-estimator").estimate.cost_usd_per_month]; });</script>
        <script type="module" src="/embed/inference-estimator.js"></script></head>
        <body><inference-estimator scenario="#s=1.QAQAC"><p>A worked example.</p></inference-estimator></body></html>`,
    } : undefined));
    try {
      await open("/pages/plain.html");
      assert.deepEqual(await context.browser.until(() => window.heard), ["#s=1.QAQAC", 45_000]);
    } finally {
      context.site.misbehave();
    }
  });

  test("begins to load when loading becomes eager", async () => {
    await visit(context, "/pages/far-down.html");
    await pause(300);
    assert.equal(await run(() => document.querySelector("inference-estimator").estimate), null);
    await run(() => { document.querySelector("inference-estimator").loading = "eager"; });
    await mounted(context);
  });

  test("reads values that the element knows, whatever it wrote", async () => {
    await open("/pages/plain.html");
    const read = await run(() => {
      const element = document.querySelector("inference-estimator");
      const known = () => [element.view, element.theme, element.loading, element.locale, element.home, element.urlSync, element.autosave];
      const names = ["view", "theme", "loading", "locale", "home"];
      const found = [];
      for (const value of ["nonsense !", "", null, undefined]) {
        for (const name of names) element[name] = value;
        element.urlSync = value;
        element.autosave = value;
        found.push(known());
      }
      for (const name of names) if (element.hasAttribute(name)) found.push(name);
      element.home = "javascript:alert(1)";
      found.push(element.home);
      return found;
    });
    const plain = ["compact", "auto", "eager", "en"];
    assert.deepEqual(read.slice(0, 4).map((each) => each.slice(0, 4)), [plain, plain, plain, plain]);
    assert.deepEqual(read.slice(1, 4).map((each) => each.slice(4)), [["", false, false], ["", false, false], ["", false, false]]);
    assert.deepEqual(read.slice(4), [""], "null takes the attribute away, and no script is an address");
  });

  test("may take the element into another document and back", async () => {
    await open("/pages/plain.html");
    const before = await run(() => document.querySelector("inference-estimator").scenario);
    await run(async () => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      const element = document.querySelector("inference-estimator");
      window.element = element;
      frame.contentDocument.body.append(element);
      await new Promise((done) => setTimeout(done, 100));
    });
    const inFrame = await run(() => [window.element.ownerDocument !== document, window.element.estimate?.cost_usd_per_month, getComputedStyle(window.element.shadowRoot.querySelector(".ie")).containerType]);
    assert.deepEqual(inFrame.slice(0, 2), [true, 45_000]);
    await run(async () => {
      document.body.append(window.element);
      await new Promise((done) => setTimeout(done, 100));
    });
    await settled(context);
    assert.equal(await run(() => document.querySelector("inference-estimator").scenario), before);
    assert.deepEqual(await complaints(context), []);
  });

  test("may have frozen and extended what the language comes with", async () => {
    context.site.misbehave(({ path: asked }) => (asked === "/pages/plain.html" ? {
      body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title><script src="/collect.js"></script>
        <script>
          Array.prototype.extra = () => { throw new Error("not yours"); };
          Object.defineProperty(Object.prototype, "visible", { value: 1, enumerable: false });
          Element.prototype.remove = function () { throw new Error("patched"); };
          String.prototype.padStart = () => "patched";
          for (const each of [Object, Array, String, Number, Map, Set, Promise]) { Object.freeze(each); Object.freeze(each.prototype); }
        </script>
        <script type="module" src="/embed/inference-estimator.js"></script></head><body><inference-estimator><p>A worked example.</p></inference-estimator></body></html>`,
    } : undefined));
    try {
      await open("/pages/plain.html");
      await settled(context);
      assert.equal(await run(() => document.querySelector("inference-estimator").estimate.cost_usd_per_month), 45_000);
    } finally {
      context.site.misbehave();
    }
  });
});
