// axe has no finding in any state of the widget: on the stand-alone page with every rule, in both themes, wide and on a phone.
import assert from "node:assert/strict";
import { axe, inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { settled, widget } from "./lib/widget.mjs";

const WIDE = [1440, 1000], PHONE = [390, 844];

inEachEngine("axe", (context) => {
  const run = (script, ...args) => context.browser.run(script, ...args);
  const page = widget(context);
  const found = [];
  /** Looks at the page as it is now, in both themes; what is found is told at the end of the test. */
  const look = async (state, { themes = ["light", "dark"] } = {}) => {
    for (const theme of themes) {
      await run((value) => { document.querySelector("inference-estimator").theme = value; }, theme);
      await settled(context);
      found.push(...(await axe(context)).map((each) => `${state}, ${theme}: ${each}`));
    }
  };
  const nothing = () => assert.deepEqual(found.splice(0), []);
  const start = async (size, path = "/") => {
    await context.browser.resize(...size);
    await visit(context, path);
    await mounted(context);
    await settled(context);
  };
  const escape = async () => {
    await context.browser.type("\uE00C");
    await settled(context);
  };
  /** The headings of the sections that can be opened. */
  const sections = () => run(() => [...document.querySelector("inference-estimator").shadowRoot.querySelectorAll(".disc > button")].map((each) => /^[A-Z][a-z]+/.exec(each.textContent.trim())?.[0]));

  for (const [name, size] of [["wide", WIDE], ["on a phone", PHONE]]) {
    test(`finds nothing in the full form, ${name}`, async () => {
      await start(size);
      await look("at first");
      nothing();
    });

    test(`finds nothing in any section, ${name}`, async () => {
      await start(size);
      for (const section of await sections()) {
        await page.disclose(section);
        await look(`section ${section}`, { themes: ["light"] });
      }
      await look("all sections", { themes: ["dark"] });
      assert.ok((await sections()).length > 4);
      nothing();
    });

    test(`finds nothing with self-hosted GPUs, ${name}`, async () => {
      await start(size);
      await page.choose("Self-hosted GPUs");
      await settled(context);
      await look("self-hosted");
      nothing();
    });
  }

  test("finds nothing in menus, dialogs and lists", async () => {
    await start(WIDE);
    for (const [state, words] of [["examples", "Examples"], ["share", "Share"], ["settings", "Settings"]]) {
      await run((wanted) => {
        const root = document.querySelector("inference-estimator").shadowRoot;
        const button = [...root.querySelectorAll("header button")].find((each) => (each.ariaLabel ?? each.textContent).trim().startsWith(wanted));
        button.focus();
        button.click();
      }, words);
      await settled(context);
      await look(state);
      await escape();
    }
    await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const button = root.querySelector("button[aria-haspopup=dialog], .model button, button.pick");
      button?.focus();
      button?.click();
    });
    await settled(context);
    await look("the list of models");
    nothing();
  });

  test("finds nothing where a number is wrong, a result is old, or there is no feature", async () => {
    await start(WIDE);
    await run(() => {
      const field = document.querySelector("inference-estimator").shadowRoot.querySelector("input[type=text]:not([aria-label*=name])");
      field.focus();
      field.select();
    });
    await context.browser.type("many");
    await settled(context);
    await new Promise((done) => { setTimeout(done, 1000); });
    await look("a wrong number");
    await run(() => { document.querySelector("inference-estimator").scenario = "#s=1.abc"; });
    await settled(context);
    await look("a damaged link");
    nothing();
  });

  test("finds nothing in a page that holds two, whose regions have names of their own and which has one first heading", async () => {
    context.site.misbehave(({ path }) => (path === "/pages/plain.html" ? {
      body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
        <meta name="viewport" content="width=device-width"><script type="module" src="/embed/inference-estimator.js"></script></head><body><main><h1>An article</h1>
        <inference-estimator><p>One.</p></inference-estimator><inference-estimator id="second" view="full"><p>Two.</p></inference-estimator>
        <inference-estimator id="third" label="A budget"><p>Three.</p></inference-estimator></main></body></html>`,
    } : undefined));
    try {
      await start(WIDE, "/pages/plain.html");
      for (const id of ["#second", "#third"]) await mounted(context, id);
      await settled(context, "#second");
      await look("three");
      nothing();
      assert.deepEqual(await run(() => [...document.querySelectorAll("inference-estimator")].map((each) => each.shadowRoot.querySelector(".ie").ariaLabel).sort()), [
        "A budget", "Inference cost estimator", "Inference cost estimator 2",
      ]);
      assert.equal(await run(() => [...document.querySelectorAll("inference-estimator")].flatMap((each) => [...each.shadowRoot.querySelectorAll("h1")]).length), 0);
    } finally {
      context.site.misbehave();
    }
  });
}, { engines: ["chromium"] });
