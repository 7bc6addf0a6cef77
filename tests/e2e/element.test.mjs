// The element as a citizen of someone else's page: attributes, properties, events, moves, many of them.
import assert from "node:assert/strict";
import { pause } from "../../scripts/lib/webdriver.mjs";
import { complaints, explained, fill, inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { eventually, settled } from "./lib/widget.mjs";

const FIELD = "input[type=text]";

inEachEngine("the element", (context) => {
  const run = (script, ...args) => context.browser.run(script, ...args);
  const open = async (page) => {
    await visit(context, page);
    await mounted(context);
  };
  const scenario = (selector = "inference-estimator") => run((wanted) => document.querySelector(wanted).scenario, selector);
  /** Types into the first field, and waits until the element has taken it in. */
  const change = async (value, selector) => {
    const before = await scenario(selector);
    await fill(context, FIELD, value, selector);
    await eventually(async () => assert.notEqual(await scenario(selector), before));
    await settled(context, selector);
  };
  /**
   * Types key by key, by the page's own timers: they come in their order on a slow machine, too, whereas between two keys
   * of the driver such a machine pauses as long as a person who has finished.
   */
  const typeQuickly = (value) => run(async (selector, text) => {
    const field = document.querySelector("inference-estimator").shadowRoot.querySelector(selector);
    field.focus();
    for (let end = 1; end <= text.length; end += 1) {
      field.value = text.slice(0, end);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => { setTimeout(done, 30); });
    }
  }, FIELD, value);

  test("hides the author's own content only once the widget stands", async () => {
    await open("/pages/plain.html");
    await eventually(async () => assert.equal(await run(() => document.querySelector("inference-estimator p").checkVisibility()), false));
    assert.equal(await run(() => document.querySelector("inference-estimator p").textContent), "A worked example.");
  });

  test("tells the page what a person changed, once for a pause in typing", async () => {
    await open("/pages/plain.html");
    await run(() => {
      window.heard = [];
      document.addEventListener("scenario-change", (event) => window.heard.push(event.detail.scenario));
    });
    await typeQuickly("123");
    await context.browser.until(() => window.heard.length > 0);
    await pause(500);
    const [heard, now] = await run(() => [window.heard, document.querySelector("inference-estimator").scenario]);
    assert.equal(heard.length, 1, `${heard}`);
    assert.equal(heard[0], now);
  });

  test("is silent about what the page itself asked for", async () => {
    await open("/pages/plain.html");
    await change("7");
    const changed = await scenario();
    await open("/pages/plain.html");
    await run((text) => {
      window.heard = [];
      document.addEventListener("scenario-change", (event) => window.heard.push(event.detail.scenario));
      document.querySelector("inference-estimator").scenario = text;
    }, changed);
    await pause(700);
    assert.deepEqual(await run(() => window.heard), []);
    assert.equal(await run(() => document.querySelector("inference-estimator").getAttribute("scenario")), changed);
  });

  test("tells of a person's change although the page asked just before for what stood there", async () => {
    await open("/pages/plain.html");
    await run(() => {
      window.before = [];
      document.addEventListener("scenario-change", (event) => window.before.push(event.detail.scenario));
    });
    await change("7");
    await context.browser.until(() => window.before.at(-1) === document.querySelector("inference-estimator").scenario, [], { what: "the first change to be told" });
    await run(() => {
      window.heard = [];
      document.addEventListener("scenario-change", (event) => window.heard.push(event.detail.scenario));
      const element = document.querySelector("inference-estimator");
      element.scenario = element.scenario;
    });
    await fill(context, FIELD, "8");
    await context.browser.until(() => window.heard.length === 1);
  });

  test("tells the figures with their units, once, and only where they changed", async () => {
    await open("/pages/plain.html");
    await eventually(async () => assert.equal(await run(() => document.querySelector("inference-estimator").estimate.cost_usd_per_day), 1500));
    await run(() => {
      window.figures = [];
      document.addEventListener("estimate-change", (event) => window.figures.push(event.detail));
    });
    await typeQuickly("1000");
    await context.browser.until(() => window.figures.length > 0);
    await pause(500);
    const [figures, now] = await run(() => [window.figures, document.querySelector("inference-estimator").estimate]);
    assert.equal(figures.length, 1);
    assert.deepEqual(figures[0], now);
    assert.deepEqual(Object.keys(now).filter((key) => !["features", "requests_per_month"].includes(key) && !key.startsWith("cost_usd_per_")), []);
    assert.ok(now.features[0].cost_usd_per_request > 0);
    await run(() => { document.querySelector("inference-estimator").scenario = "support-chat"; });
    await pause(600);
    assert.equal(await run(() => window.figures.length), 1, "the page knows what it asked for");
  });

  test("shows a card with the inputs where the module stops, and the other element goes on", async () => {
    await open("/pages/two.html");
    await mounted(context, "#second");
    await change("11", "#first");
    await change("22", "#second");
    await run(async () => {
      const first = document.querySelector("#first");
      const original = Document.prototype.createElement;
      Document.prototype.createElement = (name, ...rest) => {
        // The views cannot do without others; the card needs no more than these.
        if (!["input", "button"].includes(name)) throw new Error("no more elements");
        return original.call(document, name, ...rest);
      };
      first.remove();
      await new Promise((done) => setTimeout(done, 20));
      document.body.prepend(first);
      for (let time = 0; time < 500; time += 1) {
        const reason = first.shadowRoot.querySelector(".reason");
        if (reason && !reason.hidden) break;
        await new Promise((done) => setTimeout(done, 20));
      }
      Document.prototype.createElement = original;
    });
    assert.match(await explained(context, "#first"), /stopped/);
    assert.ok((await complaints(context)).length > 0);
    await change("33", "#second");
  });

  test("keeps attributes and properties in step", async () => {
    await open("/pages/plain.html");
    const [view, theme, sync, loading] = await run(() => {
      const element = document.querySelector("inference-estimator");
      element.view = "full";
      element.setAttribute("theme", "dark");
      element.urlSync = true;
      return [element.getAttribute("view"), element.theme, element.getAttribute("url-sync"), element.loading];
    });
    assert.deepEqual([view, theme, sync, loading], ["full", "dark", "", "eager"]);
  });

  test("takes over properties that were set before it was defined", async () => {
    await visit(context, "/pages/late.html");
    await mounted(context);
    assert.equal(await run(() => document.querySelector("inference-estimator").getAttribute("view")), "full");
    assert.equal(await run(() => Object.hasOwn(document.querySelector("inference-estimator"), "view")), false);
    assert.equal(await run(() => document.querySelector("inference-estimator").getAttribute("home")), "https://example.org/full/");
  });

  test("takes the number language of the page around it unless told otherwise", async () => {
    await open("/pages/plain.html");
    const [around, own] = await run(() => {
      const element = document.querySelector("inference-estimator");
      document.documentElement.lang = "de";
      const found = element.locale;
      element.locale = "fr-CH";
      return [found, element.locale];
    });
    assert.deepEqual([around, own], ["de", "fr-CH"]);
  });

  test("keeps its widget, its state and its nodes through a move", async () => {
    await open("/pages/plain.html");
    await change("42");
    const same = await run(async (selector) => {
      const element = document.querySelector("inference-estimator");
      const field = element.shadowRoot.querySelector(selector);
      for (let time = 0; time < 1000; time += 1) {
        (time % 2 ? document.body : document.querySelector("#elsewhere")).append(element);
      }
      await new Promise((done) => setTimeout(done, 50));
      return element.shadowRoot.querySelector(selector) === field && field.isConnected && field.value;
    }, FIELD);
    assert.match(same, /42/);
  });

  test("goes on where it was after a while outside the page", async () => {
    await open("/pages/plain.html");
    await change("42");
    const before = await run(() => document.querySelector("inference-estimator").scenario);
    assert.ok(before);
    await run(async () => {
      const element = document.querySelector("inference-estimator");
      element.remove();
      await new Promise((done) => setTimeout(done, 50));
      window.empty = element.shadowRoot.querySelector(".root").childNodes.length;
      document.body.append(element);
    });
    await mounted(context);
    assert.equal(await run(() => window.empty), 0, "an element outside the page holds no widget");
    await eventually(async () => assert.equal(await scenario(), before));
  });

  test("leaves nothing behind when it comes and goes", async () => {
    await open("/pages/plain.html");
    const [nodes, bytes] = await run(async (times) => {
      const element = document.querySelector("inference-estimator");
      const memory = () => element.shadowRoot.querySelector(".root").childNodes.length;
      const rounds = async (count) => {
        for (let time = 0; time < count; time += 1) {
          element.remove();
          await new Promise((done) => setTimeout(done));
          document.body.append(element);
          await new Promise((done) => element.addEventListener("ready", done, { once: true }));
        }
      };
      const wasm = () => document.querySelector("inference-estimator").constructor.memoryBytes();
      await rounds(20);
      const before = [memory(), wasm()];
      await rounds(times);
      return [memory() - before[0], wasm() - before[1]];
    }, context.engine === "webkit" ? 40 : 200);
    assert.deepEqual([nodes, bytes], [0, 0]);
  });

  test("shares one module among all elements of a page, each with a state of its own", async () => {
    await open("/pages/two.html");
    await mounted(context, "#second");
    await change("11", "#first");
    const [first, second] = await run(() => ["#first", "#second"].map((id) => document.querySelector(id).scenario));
    assert.notEqual(first, second);
    const modules = context.site.requests.filter((path) => path.includes(".wasm"));
    assert.equal(new Set(modules).size, modules.length, `${modules}`);
    assert.deepEqual(await complaints(context), []);
  });

  test("waits with loading until it comes near the viewport if it may be lazy", async () => {
    await visit(context, "/pages/far-down.html");
    await pause(400);
    assert.deepEqual(context.site.requests.filter((path) => path.includes("/estimator-")), []);
    await run(() => scrollTo(0, 5000 - innerHeight - 300));
    await mounted(context);
    assert.deepEqual(await complaints(context), []);
  });
});
