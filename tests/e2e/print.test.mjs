// On paper: nothing covers anything, A and B are whole, what is open is printed, and the compact form takes one page.
import assert from "node:assert/strict";
import { inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { settled, widget } from "./lib/widget.mjs";

// Only this engine's driver lets a test look at the page as it is printed.
inEachEngine("printing", (context) => {
  const { run, press, type, disclose } = widget(context);
  const paper = (media) => context.browser.cdp("Emulation.setEmulatedMedia", { media });
  const pages = async () => {
    const { data } = await context.browser.cdp("Page.printToPDF", { printBackground: true });
    return Buffer.from(data, "base64").toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;
  };

  test("A and B are whole, an open section has its answer, and no block lies over another", async () => {
    await visit(context, "/#p=support-chat");
    await mounted(context);
    await settled(context);
    await press("Pin as A");
    await type("People using it", "8000");
    await disclose("Savings");
    await paper("print");
    const seen = await run(() => {
      const root = document.querySelector("inference-estimator").shadowRoot;
      const box = (each) => { const { top, bottom, left, right } = each.getBoundingClientRect(); return { top, bottom, left, right }; };
      const shown = (each) => each.getClientRects().length > 0;
      const row = root.querySelector(".ab");
      const blocks = [...root.querySelectorAll(".ab, .head, .blk, .g, .sec")].filter(shown);
      const over = [];
      for (const [index, one] of blocks.entries()) {
        for (const other of blocks.slice(index + 1)) {
          if (one.contains(other) || other.contains(one)) continue;
          const [a, b] = [box(one), box(other)];
          if (Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1 && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1) {
            over.push(`${one.className} over ${other.className}`);
          }
        }
      }
      return {
        over,
        ab: row.innerText,
        cut: row.scrollWidth - row.clientWidth,
        sections: [...root.querySelectorAll(".sec")].filter(shown).map((each) => [each.ariaLabel, each.getBoundingClientRect().height]),
        widest: Math.max(...[...root.querySelectorAll(".chart")].filter(shown).map((each) => each.getBoundingClientRect().width)),
      };
    });
    await paper("");
    assert.deepEqual(seen.over, []);
    assert.match(seen.ab, /B[\s\S]*A[\s\S]*pinned: \$/);
    assert.ok(seen.cut <= 0, `${seen.cut} px of A and B are cut`);
    assert.equal(seen.sections.length, 1, JSON.stringify(seen.sections));
    assert.ok(seen.sections[0][1] > 200, "the section's answer is printed");
    assert.ok(seen.widest <= 660, `a chart of ${seen.widest} px`);
  });

  test("the compact form takes one page", async () => {
    await visit(context, "/pages/plain.html");
    await mounted(context);
    await settled(context);
    await run(() => { for (const each of [...document.body.children]) if (!each.matches("inference-estimator, main") && !each.querySelector("inference-estimator")) each.remove(); });
    assert.equal(await pages(), 1);
  });
}, { engines: ["chromium"] });
