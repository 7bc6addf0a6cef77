// The pages under pkg/demo: a friendly host, and hostile ones.
import assert from "node:assert/strict";
import { pause } from "../../scripts/lib/webdriver.mjs";
import { axe, complaints, explained, fill, inEachEngine, mounted, openSite, test, text, visit } from "./lib/harness.mjs";
import { eventually, settled } from "./lib/widget.mjs";

const FIELD = "input[type=text]";

inEachEngine("a page that embeds the element", (context) => {
  const run = (script, ...args) => context.browser.run(script, ...args);
  const open = async (page, selector) => {
    await visit(context, `/demo/${page}.html`);
    await mounted(context, selector);
  };
  const near = (selector = "inference-estimator") => run((wanted) => document.querySelector(wanted).scrollIntoView(), selector);

  test("is a glossary entry: the worked example is read first, then the widget stands in its place", async () => {
    await visit(context, "/demo/glossary.html");
    const words = await run(() => document.querySelector(".example").textContent.replace(/\s+/g, " "));
    assert.match(words, /100,000 × 5 × \$0\.003 = \$1,500 a day/);
    await near();
    await mounted(context);
    await eventually(async () => {
      assert.equal(await run(() => document.querySelector(".example").checkVisibility()), false);
      assert.equal(await run(() => document.querySelector("inference-estimator").estimate.cost_usd_per_day), 1500);
    });
    await settled(context);
    const full = await run(() => [...document.querySelector("inference-estimator").shadowRoot.querySelectorAll("a")]
      .map(({ href }) => href).find((href) => href.startsWith("https://example.org/estimator/#s=1.")));
    assert.ok(full, "the full estimator opens with the same inputs");
    assert.deepEqual(await axe(context), []);
    assert.deepEqual(await complaints(context), []);
  });

  test("may style everything with force: the widget stays as it is", async () => {
    await open("hostile-css");
    await settled(context);
    const seen = await run(() => {
      const element = document.querySelector("inference-estimator");
      const inside = element.shadowRoot.querySelector(".ie");
      const field = element.shadowRoot.querySelector("input");
      const { fontSize, textTransform, lineHeight, letterSpacing } = getComputedStyle(inside);
      const box = inside.getBoundingClientRect();
      return { fontSize, textTransform, lineHeight, letterSpacing,
        width: box.width, height: box.height, field: field.getBoundingClientRect().height, shown: field.checkVisibility() };
    });
    assert.ok(parseFloat(seen.fontSize) >= 14 && parseFloat(seen.lineHeight) >= 14, JSON.stringify(seen));
    assert.deepEqual([seen.textTransform, seen.shown], ["none", true]);
    assert.ok(parseFloat(seen.letterSpacing || 0) <= 0.5 || seen.letterSpacing === "normal", JSON.stringify(seen));
    assert.ok(seen.width > 200 && seen.height > 200 && seen.field >= 20, JSON.stringify(seen));
    await fill(context, FIELD, "12");
    assert.deepEqual(await complaints(context), []);
  });

  test("may forbid inline code, inline styles and HTML text", async () => {
    await open("strict-policy");
    await run(() => { document.querySelector("inference-estimator").view = "full"; });
    await context.browser.until(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".full"), [], { what: "the full form" });
    await settled(context);
    await fill(context, FIELD, "12");
    await settled(context);
    assert.deepEqual(await complaints(context), []);
  });

  test("may forbid WebAssembly: the example stays, and the reason is said", async () => {
    await visit(context, "/demo/no-wasm-policy.html");
    assert.match(await explained(context), /security policy/);
    assert.equal(await run(() => document.querySelector("inference-estimator > p").checkVisibility()), true);
  });

  test("may hold two elements and load two copies", async () => {
    await open("two", "#second");
    // The full form comes in a file of its own.
    await context.browser.until((field) => ["#first", "#second"].every((id) => document.querySelector(id).shadowRoot?.querySelector(field)), [FIELD], { what: "the fields of both" });
    await fill(context, FIELD, "11", "#first");
    await fill(context, FIELD, "22", "#second");
    await eventually(async () => {
      const [first, second] = await run(() => ["#first", "#second"].map((id) => document.querySelector(id).scenario));
      assert.notEqual(first, second);
    });
    assert.equal(context.site.requests.filter((asked) => asked.includes("inference-estimator.js")).length, 2);
    assert.deepEqual(await complaints(context), []);
  });

  test("may hide the element when it starts, and show and hide it", async () => {
    await open("hidden-tab");
    await run(async () => {
      for (let time = 0; time < 21; time += 1) {
        document.querySelector("#show").click();
        await new Promise((done) => setTimeout(done, 5));
      }
      document.querySelector("inference-estimator").view = "full";
    });
    await context.browser.until(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".full"), [], { what: "the full form" });
    await settled(context);
    const odd = await run(() => [...document.querySelector("inference-estimator").shadowRoot.querySelectorAll("*")]
      .flatMap((each) => [...each.attributes].map(({ name, value }) => `${each.localName} ${name}=${value}`))
      .filter((each) => /NaN|Infinity|(width|height|r)=-/.test(each)));
    assert.deepEqual(odd, []);
    assert.ok(await run(() => document.querySelector("inference-estimator").getBoundingClientRect().height) > 200);
    await fill(context, FIELD, "12");
    assert.deepEqual(await complaints(context), []);
  });

  test("may move the element a thousand times", async () => {
    await open("moved");
    const fresh = await run(() => document.querySelector("inference-estimator").scenario);
    await fill(context, FIELD, "42");
    await context.browser.until((old) => document.querySelector("inference-estimator").scenario !== old, [fresh], { what: "the change" });
    await settled(context);
    const before = await run(() => document.querySelector("inference-estimator").scenario);
    await run(() => document.querySelector("#move").click());
    await settled(context);
    assert.equal(await run(() => document.querySelector("inference-estimator").scenario), before);
    assert.match(await run((selector) => document.querySelector("inference-estimator").shadowRoot.querySelector(selector).value, FIELD), /42/);
    assert.deepEqual(await complaints(context), []);
  });

  test("is left without a trace: nodes, listeners, memory", async () => {
    await open("moved");
    const [listeners, nodes, bytes] = await run(async (times) => {
      const element = document.querySelector("inference-estimator");
      let open = 0;
      for (const [name, step] of [["addEventListener", 1], ["removeEventListener", -1]]) {
        const original = EventTarget.prototype[name];
        EventTarget.prototype[name] = function (...rest) {
          if (this === window || this === document || this instanceof MediaQueryList) open += step;
          return original.apply(this, rest);
        };
      }
      const rounds = async (count) => {
        for (let time = 0; time < count; time += 1) {
          element.remove();
          await new Promise((done) => setTimeout(done));
          document.body.append(element);
          await new Promise((done) => element.addEventListener("ready", done, { once: true }));
        }
      };
      const state = () => [open, document.querySelectorAll("*").length + element.shadowRoot.querySelectorAll("*").length,
        element.constructor.memoryBytes()];
      await rounds(10);
      const before = state();
      await rounds(times);
      return state().map((value, index) => value - before[index]);
    }, context.engine === "webkit" ? 20 : 100);
    assert.deepEqual([listeners, nodes, bytes], [0, 0, 0]);
  });

  // One key each: between two, a slow machine may pause long enough for each to be told.
  test("comes back from the back/forward cache as it was, and hears each change once", async () => {
    await visit(context, "/pages/plain.html");
    await mounted(context);
    await run(() => {
      window.heard = 0;
      document.addEventListener("scenario-change", () => { window.heard += 1; });
      addEventListener("pageshow", (event) => { window.persisted = event.persisted; });
    });
    await fill(context, FIELD, "3");
    await context.browser.until(() => window.heard === 1);
    await settled(context);
    const before = await run(() => document.querySelector("inference-estimator").scenario);
    await context.browser.goto(`${context.site.origin}/demo/index.html`);
    await context.browser.back();
    await mounted(context);
    // A driver may hold pages out of that cache: then it is a fresh page, which must work as well.
    const persisted = await run(() => window.persisted === true);
    if (persisted) assert.equal(await run(() => document.querySelector("inference-estimator").scenario), before);
    await run(() => {
      if (window.heard === undefined) document.addEventListener("scenario-change", () => { window.heard += 1; });
      window.heard = 0;
    });
    await fill(context, FIELD, "4");
    await context.browser.until(() => window.heard > 0);
    await pause(500);
    assert.equal(await run(() => window.heard), 1);
  });

  test("may hold it in a frame that can do nothing but run scripts; a frame that asks for nonsense gets nothing", async () => {
    await visit(context, "/demo/framed.html");
    const height = () => context.browser.run(() => document.querySelector("#framed").clientHeight);
    await run(() => document.querySelector("#framed").scrollIntoView());
    await context.browser.until(() => {
      const { clientHeight } = document.querySelector("#framed");
      return clientHeight > 200 && clientHeight !== 400;
    }, [], { what: "the frame to be as high as its page" });
    // The stranger asks for more with each answer until it is no longer believed, which it does not know.
    await context.browser.until(() => {
      const stranger = document.querySelector("#stranger");
      if (window.asked === undefined) {
        Object.assign(window, { asked: 0, asks: 0 });
        addEventListener("message", ({ source, data }) => {
          if (source !== stranger.contentWindow || !(data?.height > 0)) return;
          window.asked = data.height;
          window.asks += 1;
        });
      }
      return window.asked > stranger.clientHeight + 100;
    }, [], { what: "the growth that feeds itself to end" });
    const steady = async () => {
      const [before, answers] = [await height(), await run(() => window.asks)];
      await context.browser.until((so) => window.asks > so + 50, [answers], { what: "the stranger to ask again" });
      assert.equal(await height(), before);
    };
    await eventually(steady);
    const settledAt = await height();
    await run(() => {
      const forged = { type: "inference-estimator:height", height: 9999 };
      postMessage(forged, "*");
      document.querySelector("#stranger").contentWindow.postMessage(forged, "*");
    });
    const stranger = () => run(() => document.querySelector("#stranger").clientHeight);
    const [before, answers] = [await stranger(), await run(() => window.asks)];
    // What is posted now comes before so many later words.
    await context.browser.until((so) => window.asks > so + 50, [answers], { what: "the stranger to ask again" });
    assert.ok(Math.abs(await height() - settledAt) < 5, "the height stays");
    const after = await stranger();
    assert.ok(after < 700 && after === before, `a growth that feeds itself ends: ${before}, ${after}`);
  });
});

inEachEngine("the frame's page", (context) => {
  test("takes what it shows from its address, and follows no address that is a script", async () => {
    const site = await openSite();
    try {
      const at = { browser: context.browser, site };
      await visit(at, "/dist/embed.html?view=full&theme=dark&locale=de&home=javascript:alert(1)#p=support-chat&users=777");
      await mounted(at);
      const [view, theme, home] = await context.browser.run(() => {
        const element = document.querySelector("inference-estimator");
        return [element.view, element.theme, element.home];
      });
      assert.deepEqual([view, theme, home], ["full", "dark", ""]);
      await eventually(async () => assert.match(await text(at, ".ie"), /777/));
      assert.equal(await context.browser.run(() => navigator.serviceWorker.getRegistrations().then((all) => all.length)), 0);
      assert.deepEqual(await complaints(at), []);
    } finally {
      await site.close();
    }
  });
});
