// The widget by keyboard: menus, and what has the focus is to be seen.
import assert from "node:assert/strict";
import { inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { eventually, settled } from "./lib/widget.mjs";

const TAB = "\uE004", ESCAPE = "\uE00C", ENTER = "\uE007", UP = "\uE013", DOWN = "\uE015", HOME = "\uE011", END = "\uE010";

inEachEngine("the keyboard", (context) => {
  const run = (script, ...args) => context.browser.run(script, ...args);
  const open = async (width, height) => {
    await context.browser.resize(width, height);
    await visit(context);
    await mounted(context);
    await settled(context);
  };
  const focused = () => run(() => document.querySelector("inference-estimator").shadowRoot.activeElement?.textContent.trim());

  test("moves in a menu by arrows, Home, End and letters; the focus goes in, and back", async () => {
    await open(1440, 1000);
    await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      [...root.querySelectorAll("[aria-haspopup=menu]")].find((each) => each.textContent.trim().startsWith("Examples")).focus();
    });
    await context.browser.type(ENTER);
    const items = () => run(() => [...document.querySelector("inference-estimator").shadowRoot.querySelectorAll("[role=menu] [role=menuitem]")].map((each) => each.textContent.trim()));
    await eventually(async () => assert.ok((await items()).length > 4));
    const all = await items();
    await eventually(async () => assert.equal(await focused(), all[0]));
    for (const [key, index] of [[DOWN, 1], [DOWN, 2], [UP, 1], [END, all.length - 1], [DOWN, 0], [UP, all.length - 1], [HOME, 0]]) {
      await context.browser.type(key);
      assert.equal(await focused(), all[index], `${JSON.stringify(key)}`);
    }
    await context.browser.type("r");
    assert.match(await focused(), /^r/i);
    await context.browser.type(ESCAPE);
    await eventually(async () => assert.match(await focused(), /^Examples/));
    assert.equal((await items()).length, 0);
    await context.browser.type(DOWN);
    await eventually(async () => assert.equal(await focused(), all[0], "an arrow opens it, too"));
    await context.browser.type(ENTER);
    await settled(context);
    assert.match(await focused(), /^Examples/, "back at its button when something was chosen");
  });

  test("leaves nothing that has the focus behind a row that stays in view", async () => {
    await open(390, 800);
    const hidden = [];
    for (let stop = 0; stop < 60; stop += 1) {
      await context.browser.type(TAB);
      const where = await run(() => {
        const root = document.querySelector("inference-estimator").shadowRoot;
        const element = root.activeElement;
        if (!element) return undefined;
        const { left, top, width, height } = element.getBoundingClientRect();
        if (width < 2 || height < 2) return undefined;
        const points = [[0.5, 0.5], [0.5, 0.1], [0.5, 0.9]].map(([x, y]) => [left + x * width, top + y * height]);
        const isSeen = points.some(([x, y]) => {
          const found = root.elementFromPoint(x, y);
          return found && (element.contains(found) || found.contains(element) && !found.matches(".dock, .nav, .ab"));
        });
        return isSeen ? undefined : `${element.tagName} ${element.ariaLabel ?? element.textContent.trim().slice(0, 30)} at ${Math.round(top)}`;
      });
      if (where) hidden.push(where);
    }
    assert.deepEqual(hidden, []);
  });

  test("keeps 4.5:1 where a result is old", async () => {
    await open(1440, 1000);
    const opacity = await run(() => {
      const probe = document.querySelector("inference-estimator").shadowRoot.querySelector(".ie").appendChild(document.createElement("div"));
      probe.className = "stale";
      const found = Number(getComputedStyle(probe).opacity);
      probe.remove();
      return found;
    });
    // The quiet ink, #4d535d on #f4f6f8, blended with its ground.
    const blend = (ink, ground) => ink * opacity + ground * (1 - opacity);
    const luminance = ([r, g, b]) => [r, g, b].map((each) => each / 255).map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
      .reduce((sum, each, index) => sum + each * [0.2126, 0.7152, 0.0722][index], 0);
    const ground = [0xf4, 0xf6, 0xf8];
    const ink = [0x4d, 0x53, 0x5d].map((each, index) => blend(each, ground[index]));
    const ratio = (luminance(ground) + 0.05) / (luminance(ink) + 0.05);
    assert.ok(ratio >= 4.5, `${ratio}`);
  });
}, { engines: ["chromium"] });
