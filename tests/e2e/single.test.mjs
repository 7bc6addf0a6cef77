// The page as one file: opened from a disk it does all that the page does, and it can be saved with a scenario inside.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import { complaints, DIST, fill, inEachEngine, mounted, test, visit } from "./lib/harness.mjs";
import { eventually, settled } from "./lib/widget.mjs";

const FIELD = "input[type=text]";

inEachEngine("one file", (context) => {
  // A name that needs quoting in an address.
  const folder = mkdtempSync(path.join(os.tmpdir(), "ie one file "));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const run = (script, ...args) => context.browser.run(script, ...args);

  const open = async (html, fragment = "") => {
    const file = path.join(folder, "estimator.html");
    const head = `<head><script>${readFileSync("tests/e2e/lib/collect.js", "utf8")}</script>`;
    // The file forbids every script that is not its own, so this one comes before the policy.
    writeFileSync(file, html.replace("<head>", head));
    await context.browser.goto("about:blank");
    await context.browser.console();
    await context.browser.goto(pathToFileURL(file).href + fragment);
    await mounted(context);
  };
  const shipped = () => readFileSync(path.join(DIST, "inference-estimator.html"), "utf8");
  const scenario = () => run(() => document.querySelector("inference-estimator").scenario);

  /** What the button hands to the reader. */
  const saved = async () => {
    await run(() => {
      window.html = undefined;
      URL.createObjectURL = (blob) => {
        blob.text().then((text) => { window.html = text; });
        return "#";
      };
    });
    await context.browser.until(() => !document.querySelector(".page-foot").hidden);
    await run(() => document.querySelector(".page-foot button").click());
    return context.browser.until(() => window.html, [], { what: "the file to be made" });
  };

  test("opens from a disk, fetches nothing and computes", async () => {
    await open(shipped());
    const before = await scenario();
    await fill(context, FIELD, "4321");
    await context.browser.until((old) => document.querySelector("inference-estimator").scenario !== old, [before]);
    await context.browser.until(() => location.hash.startsWith("#s=1."), [], { what: "the address to hold the scenario" });
    await eventually(async () => assert.equal(await run(() => location.hash), `#s=${await scenario()}`));
    const now = await scenario();
    await context.browser.reload();
    await mounted(context);
    await eventually(async () => assert.equal(await scenario(), now));
    const fetched = await run(() => performance.getEntriesByType("resource").map(({ name }) => name));
    assert.deepEqual(fetched.filter((name) => !name.startsWith("data:")), []);
    assert.deepEqual(await complaints(context), []);
  });

  test("opens a link that is put behind its name", async () => {
    await open(shipped(), "#p=support-chat&users=765");
    await context.browser.until(() => document.querySelector("inference-estimator").shadowRoot.textContent.includes("765"));
  });

  test("is saved by the page with what it shows, and by a saved file again", async () => {
    await visit(context);
    await mounted(context);
    await fill(context, FIELD, "9876");
    await context.browser.until(() => location.hash === `#s=${document.querySelector("inference-estimator").scenario}`, [], { what: "the address to hold what is shown" });
    const shown = await scenario();
    const first = await saved();
    assert.deepEqual(await complaints(context), []);
    await open(first);
    await eventually(async () => assert.equal(await scenario(), shown));
    await fill(context, FIELD, "55");
    await context.browser.until((old) => document.querySelector("inference-estimator").scenario !== old, [shown]);
    await settled(context);
    const later = await scenario();
    const second = await saved();
    await open(second);
    await eventually(async () => assert.equal(await scenario(), later));
    assert.deepEqual(await complaints(context), []);
  });

  test("is what the page makes, but for the scenario", async () => {
    await visit(context);
    await mounted(context);
    await settled(context);
    const plain = (html) => html.replace(/(<inference-estimator[^>]*) scenario="1[^"]*"/, "$1").replace(/\s+/g, " ").replace(/ (autosave|url-sync)=""/g, " $1").replace(/hidden=""/g, "hidden");
    const [made, built] = [plain(await saved()), plain(shipped())];
    const at = [...built].findIndex((letter, index) => letter !== made[index]);
    assert.ok(at < 0, `${built.slice(at - 60, at + 60)}\n${made.slice(at - 60, at + 60)}`);
  });
});
