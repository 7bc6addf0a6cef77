// Where the widget cannot run, the author's own content stays and a sentence says why; where it can, it does.
import assert from "node:assert/strict";
import { complaints, explained, inEachEngine, mounted, openSite, test, visit } from "./lib/harness.mjs";

const wasm = ({ path }) => path.endsWith(".wasm");
const page = ({ path }) => path.endsWith("/") || path.endsWith(".html");
const policy = (text) => (request) => (page(request) ? { headers: { "content-security-policy": text } } : undefined);

inEachEngine("the widget", (context) => {
  // What was cached by the test before must not answer for the server of this one.
  const atFault = async (rules, check) => {
    const site = await openSite();
    site.misbehave(...rules);
    try {
      await check({ browser: context.browser, site });
    } finally {
      await site.close();
    }
  };
  const example = () => context.browser.run(() => document.querySelector("inference-estimator > p").checkVisibility());

  test("runs under a strict policy with Trusted Types", () => atFault(
    [policy("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'")],
    async (at) => {
      await visit(at, "/pages/plain.html");
      await mounted(at);
      assert.deepEqual(await complaints(at), []);
    },
  ));

  test("says which word the policy lacks where it forbids WebAssembly", () => atFault(
    [policy("script-src 'self'")],
    async (at) => {
      await visit(at, "/pages/plain.html");
      assert.match(await explained(at), /security policy/);
      assert.equal(await example(), true);
      assert.match((await complaints(at)).join("\n"), /'wasm-unsafe-eval'/);
    },
  ));

  test("comes up although the server gives the module a wrong type", () => atFault(
    [(request) => (wasm(request) ? { headers: { "content-type": "application/octet-stream" } } : undefined)],
    async (at) => {
      await visit(at, "/pages/plain.html");
      await mounted(at);
      assert.deepEqual(await complaints(at), []);
    },
  ));

  test("asks once more for a module that arrives cut off", () => {
    let times = 0;
    return atFault(
      [(request) => (wasm(request) && (times += 1) === 1 ? { truncateTo: 5000 } : undefined)],
      async (at) => {
        await visit(at, "/pages/plain.html");
        await mounted(at);
        assert.equal(times, 2);
      },
    );
  });

  test("keeps the worked example when the module is damaged for good", () => atFault(
    [(request) => (wasm(request) ? { truncateTo: 5000 } : undefined)],
    async (at) => {
      await visit(at, "/pages/plain.html");
      assert.match(await explained(at), /damaged/);
      assert.equal(await example(), true);
    },
  ));

  for (const part of ["estimator-[0-9a-f]+\\.wasm", "estimator-[0-9a-f]+\\.js", "prices-"]) {
    test(`keeps the worked example when the server lacks ${part}`, () => atFault(
      [({ path }) => (new RegExp(`/${part}`).test(path) ? { status: 404, body: "" } : undefined)],
      async (at) => {
        await visit(at, "/pages/plain.html");
        assert.match(await explained(at), /missing|loaded/);
        assert.equal(await example(), true);
      },
    ));
  }
});

const WITHOUT_WASM = {
  chromium: { args: ["--js-flags=--jitless"] },
  firefox: { prefs: { "javascript.options.wasm": false } },
};
for (const [engine, options] of Object.entries(WITHOUT_WASM)) {
  inEachEngine("a browser without WebAssembly", (context) => {
    test("shows the worked example and says what is switched off", async () => {
      await visit(context, "/pages/plain.html");
      assert.match(await explained(context), /WebAssembly/);
      assert.equal(await context.browser.run(() => document.querySelector("inference-estimator > p").checkVisibility()), true);
    });
  }, { engines: [engine], ...options });
}
