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

  test("runs under a policy with nonces", () => atFault(
    [
      (request) => (request.path === "/pages/plain.html" ? {
        body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,"><script nonce="abc" src="/collect.js"></script>
          <script nonce="abc" type="module" src="/embed/inference-estimator.js"></script></head><body><inference-estimator><p>A worked example.</p></inference-estimator></body></html>`,
        headers: { "content-security-policy": "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:" },
      } : undefined),
    ],
    async (at) => {
      await visit(at, "/pages/plain.html");
      await mounted(at);
      // The server of these tests puts it in a second time, without a nonce.
      assert.deepEqual((await complaints(at)).filter((each) => !each.includes("/collect.js")), []);
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

  // They are sent as never to be asked for again, so the browser keeps the bad copy.
  for (const part of ["estimator-[0-9a-f]+\\.js", "prices-"]) {
    test(`asks once more for ${part} that arrives cut off`, () => {
      let times = 0;
      return atFault(
        [({ path }) => (new RegExp(`/${part}`).test(path) && (times += 1) === 1 ? { truncateTo: 500 } : undefined)],
        async (at) => {
          await visit(at, "/pages/plain.html");
          await mounted(at);
          assert.ok(times >= 2, `${times}`);
        },
      );
    });
  }

  for (const part of ["estimator-[0-9a-f]+\\.wasm", "prices-"]) {
    test(`says that an HTML page comes in place of ${part}`, () => atFault(
      [({ path }) => (new RegExp(`/${part}`).test(path) ? { body: "<!doctype html>", headers: { "content-type": "text/html" } } : undefined)],
      async (at) => {
        await visit(at, "/pages/plain.html");
        assert.match(await explained(at), /web page in place of a file/);
        assert.match((await complaints(at)).join("\n"), /HTML page/);
        assert.equal(await example(), true);
      },
    ));
  }

  test("says that the policy forbids its files, and not that there is no connection", () => atFault(
    [policy("script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'")],
    async (at) => {
      await visit(at, "/pages/plain.html");
      assert.match(await explained(at), /security policy/);
      assert.match((await complaints(at)).join("\n"), /connect-src/);
    },
  ));

  test("says that there is no connection where that is so", () => atFault(
    [(request) => (wasm(request) ? { drop: true } : undefined)],
    async (at) => {
      await visit(at, "/pages/plain.html");
      assert.match(await explained(at), /no connection/);
    },
  ));

  test("asks for the glue under another address each time that it arrived damaged", () => {
    let times = 0;
    return atFault(
      [({ path }) => (/estimator-[0-9a-f]+\.js$/.test(path) && (times += 1) <= 3 ? { truncateTo: 500 } : undefined)],
      async (at) => {
        await visit(at, "/pages/plain.html");
        assert.match(await explained(at), /damaged/);
        await at.browser.run(async () => {
          const element = document.querySelector("inference-estimator");
          element.remove();
          await new Promise((done) => setTimeout(done, 50));
          document.body.append(element);
        });
        await mounted(at);
      },
    );
  });

  for (const [what, fault, why] of [
    ["damaged", { truncateTo: 500 }, /damaged/], ["missing", { status: 404, body: "" }, /missing/],
  ]) {
    test(`runs with the prices of an earlier visit where the book is ${what}, and says so`, () => {
      let isBad = false;
      return atFault(
        [({ path }) => (/\/prices-/.test(path) && isBad ? { ...fault, headers: { "cache-control": "no-store" } } : undefined)],
        async (at) => {
          await visit(at, "/pages/plain.html");
          await mounted(at);
          await at.browser.until(() => caches.match("/inference-estimator-prices").then(Boolean));
          isBad = true;
          await at.browser.run((name) => fetch(name, { cache: "reload" }).then(() => true), at.site.requests.find((path) => path.includes("/prices-")));
          await visit(at, "/pages/plain.html");
          await mounted(at);
          const note = await at.browser.run(() => document.querySelector("inference-estimator").shadowRoot.querySelector(".reason:not([hidden])")?.textContent);
          assert.match(note, /prices are those of an earlier visit/);
          assert.match(note, why);
          assert.equal(await at.browser.run(() => document.querySelector("inference-estimator").estimate.cost_usd_per_month), 45_000);
        },
      );
    });
  }

  test("comes up with a clock outside the years of the prices", async () => {
    if (context.engine !== "chromium") return;
    const { identifier } = await context.browser.cdp("Page.addScriptToEvaluateOnNewDocument", { source: "Date.now = () => 9e15;" });
    try {
      await visit(context, "/pages/plain.html");
      await mounted(context);
    } finally {
      await context.browser.cdp("Page.removeScriptToEvaluateOnNewDocument", { identifier });
    }
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
        assert.match(await explained(at), /missing on the server/);
        assert.match((await complaints(at)).join("\n"), /answers 404/);
        assert.equal(await example(), true);
      },
    ));
  }
});

inEachEngine("a part of the widget", (context) => {
  const part = ({ path }) => /\/later-.*\.wasm$/.test(path);
  const word = () => context.browser.until(() => {
    const root = document.querySelector("inference-estimator").shadowRoot;
    const alert = root.querySelector(".later[role=alert]");
    if (!alert) [...root.querySelectorAll(".disc button")].find((each) => each.textContent.startsWith("Savings"))?.click();
    return alert?.textContent;
  }, [], { what: "word of the part that is missing" });

  for (const [what, fault, said] of [
    ["404", { status: 404, body: "" }, /missing on the server/],
    ["an HTML page", { body: "<!doctype html>", headers: { "content-type": "text/html" } }, /web page in place of a file/],
    ["half of it", { truncateTo: 5000 }, /arrived damaged/],
    ["nothing", { drop: true }, /there is no connection/],
  ]) {
    test(`says why it is not there where the server sends ${what}`, async () => {
      const site = await openSite();
      const at = { browser: context.browser, site };
      try {
        await visit(at, "/pages/plain.html");
        await mounted(at);
        site.misbehave((request) => (part(request) ? fault : undefined));
        await at.browser.run(() => { document.querySelector("inference-estimator").view = "full"; });
        assert.match(await word(), said);
      } finally {
        await site.close();
      }
    });
  }
});

inEachEngine("the module", (context) => {
  test("is compiled while it arrives, where the server says what it is", async () => {
    const { identifier } = await context.browser.cdp("Page.addScriptToEvaluateOnNewDocument", { source: `
      globalThis.streamed = 0;
      const { compileStreaming } = WebAssembly;
      WebAssembly.compileStreaming = (...all) => { globalThis.streamed += 1; return compileStreaming.apply(WebAssembly, all); };` });
    await visit(context, "/pages/plain.html");
    await mounted(context);
    assert.equal(await context.browser.run(() => globalThis.streamed), 1);
    await context.browser.cdp("Page.removeScriptToEvaluateOnNewDocument", { identifier });
  });
}, { engines: ["chromium"] });

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
