// A small WebDriver client over fetch, and the three browsers. Each driver is started on a free loopback port and
// ended by its own process id.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { accessSync, constants, readdirSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const CHROMIUM_ARGS = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-default-apps", "--hide-scrollbars",
];
const FIREFOX_PREFS = {
  "app.normandy.enabled": false, "app.update.disabledForTesting": true, "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false, "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.getAddons.cache.enabled": false, "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false, "services.settings.server": "data:,#remote-settings-dummy/v1",
  "toolkit.telemetry.enabled": false,
};

export const ENGINES = ["chromium", "firefox", "webkit"];

// What ./dev builds lies here, in case a test is run without ./dev.
const TOOLS = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"), "inference-estimator", "tools");

/** Where a program lies on the PATH or among our own tools, or `undefined`. */
export function which(...names) {
  const own = entries(TOOLS).map((name) => path.join(TOOLS, name, "bin"));
  for (const folder of [...(process.env.PATH ?? "").split(path.delimiter), ...own]) {
    for (const name of names) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch { /* look on */ }
    }
  }
}

function entries(folder) {
  try { return readdirSync(folder); } catch { return []; }
}

const MINIBROWSERS = ["x86_64", "aarch64"].map((cpu) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-4.1/MiniBrowser`);

/** What an engine needs and this machine lacks. */
export function missing(engine) {
  const needs = {
    chromium: [["chromium", "google-chrome"], ["chromedriver"]],
    firefox: [["firefox-esr", "firefox"], ["geckodriver"]],
    webkit: [["WebKitWebDriver"], ["Xvfb"]],
  }[engine];
  const lacks = needs.filter((names) => !which(...names)).map(([name]) => name);
  if (engine === "webkit" && !miniBrowser()) lacks.push("MiniBrowser");
  return lacks;
}

function miniBrowser() {
  return MINIBROWSERS.find((file) => { try { accessSync(file, constants.X_OK); return true; } catch { return false; } });
}

/**
 * Starts one browser.
 * @param {"chromium"|"firefox"|"webkit"} engine
 * @param {{ args?: string[], prefs?: object, width?: number, height?: number }} options
 */
export async function launch(engine, options = {}) {
  const lacks = missing(engine);
  if (lacks.length) throw new Error(`${engine} cannot run here, missing: ${lacks.join(", ")}. Run ./dev setup`);
  const folder = await mkdtemp(path.join(os.tmpdir(), `ie-${engine}-`));
  const ends = [() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })];
  try {
    const env = { ...process.env, HOME: folder, XDG_CACHE_HOME: folder, XDG_CONFIG_HOME: folder, TMPDIR: folder };
    if (engine === "webkit") env.DISPLAY = await virtualDisplay(ends);
    const port = await freePort();
    const command = {
      chromium: [which("chromedriver"), `--port=${port}`],
      firefox: [which("geckodriver"), "--port", `${port}`, "--host", "127.0.0.1", "--profile-root", folder],
      webkit: [which("WebKitWebDriver"), `--port=${port}`, "--host=127.0.0.1"],
    }[engine];
    start(command, env, ends);
    const base = `http://127.0.0.1:${port}`;
    await answers(`${base}/status`);
    const { sessionId } = await call("POST", `${base}/session`, {
      capabilities: { alwaysMatch: capabilities(engine, folder, options) },
    });
    const browser = new Browser(engine, `${base}/session/${sessionId}`, ends);
    // A window of a headless browser may lack the focus, and a field then hears of no `blur`.
    if (engine === "chromium") await browser.cdp("Emulation.setFocusEmulationEnabled", { enabled: true });
    if (options.width) await browser.resize(options.width, options.height ?? 900);
    return browser;
  } catch (error) {
    await finish(ends);
    throw error;
  }
}

function capabilities(engine, folder, { args = [], prefs = {} }) {
  const common = { pageLoadStrategy: "normal", timeouts: { script: 180_000, pageLoad: 120_000 } };
  switch (engine) {
    case "chromium":
      return {
        ...common,
        "goog:loggingPrefs": { browser: "ALL" },
        "goog:chromeOptions": {
          binary: which("chromium", "google-chrome"),
          args: [...CHROMIUM_ARGS, `--user-data-dir=${path.join(folder, "profile")}`, ...args],
        },
      };
    case "firefox":
      return {
        ...common,
        "moz:firefoxOptions": {
          binary: which("firefox-esr", "firefox"), args: ["-headless", ...args], prefs: { ...FIREFOX_PREFS, ...prefs },
        },
      };
    default:
      return {
        ...common, browserName: "MiniBrowser",
        "webkitgtk:browserOptions": { binary: miniBrowser(), args: ["--automation", ...args] },
      };
  }
}

/** One running browser. */
export class Browser {
  #session;
  #ends;

  constructor(engine, session, ends) {
    this.engine = engine;
    this.#session = session;
    this.#ends = ends;
  }

  post(command, body = {}) { return call("POST", `${this.#session}/${command}`, body); }
  get(command) { return call("GET", `${this.#session}/${command}`); }

  goto(url) { return this.post("url", { url }); }
  reload() { return this.post("refresh"); }
  back() { return this.post("back"); }
  forward() { return this.post("forward"); }
  url() { return this.get("url"); }
  title() { return this.get("title"); }
  resize(width, height) { return this.post("window/rect", { width, height }); }
  async screenshot() { return Buffer.from(await this.get("screenshot"), "base64"); }

  /** Runs a function in the page; its arguments and its answer are JSON. A promise is waited for. */
  run(script, ...args) {
    return this.post("execute/sync", { script: `return (${script}).apply(null, arguments)`, args });
  }

  /** Waits until `script` gives something true, and gives it. */
  async until(script, args = [], { timeoutMs = 30_000, what = String(script) } = {}) {
    const end = Date.now() + timeoutMs;
    for (;;) {
      const value = await this.run(script, ...args);
      if (value) return value;
      if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms in vain for: ${what}`);
      await pause(50);
    }
  }

  /** Keys to whatever has the focus, also inside a shadow root. */
  type(text) {
    const actions = [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]);
    return this.post("actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** A real click in the middle of what `find` gives, also inside a shadow root. */
  async click(find, ...args) {
    const [x, y] = await this.run(`(...args) => {
      const found = (${find})(...args);
      found.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const box = found.getBoundingClientRect();
      return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
    }`, ...args);
    await this.post("actions", { actions: [{
      type: "pointer", id: "mouse", parameters: { pointerType: "mouse" },
      actions: [
        { type: "pointerMove", duration: 0, origin: "viewport", x, y },
        { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 },
      ],
    }] });
  }

  /** What the console holds since the last call (Chromium only): `{ level, message }`. */
  async console() { return this.engine === "chromium" ? this.post("se/log", { type: "browser" }) : []; }

  /** A command of Chromium's own protocol. */
  cdp(cmd, params = {}) { return this.post("goog/cdp/execute", { cmd, params }); }

  async quit() {
    await call("DELETE", this.#session).catch(() => {});
    await finish(this.#ends);
  }
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
export { ELEMENT };

async function call(method, url, body) {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value?.error}: ${value?.message?.split("\n")[0]}`);
  return value;
}

function start([program, ...args], env, ends) {
  const child = spawn(program, args, { env, stdio: "ignore" });
  const ended = new Promise((done) => child.once("exit", done));
  ends.push(async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGTERM");
    const hard = setTimeout(() => child.kill("SIGKILL"), 3000);
    await ended;
    clearTimeout(hard);
  });
}

async function finish(ends) {
  while (ends.length) await ends.pop()().catch((error) => console.error(`could not tidy up: ${error.message}`));
}

async function virtualDisplay(ends) {
  // Xvfb chooses a free display itself and writes its number to the descriptor it is given.
  const child = spawn(which("Xvfb"), ["-displayfd", "3", "-screen", "0", "1700x1200x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const ended = new Promise((done) => child.once("exit", done));
  ends.push(async () => { if (child.exitCode === null) { child.kill("SIGTERM"); await ended; } });
  const number = await new Promise((done, fail) => {
    child.stdio[3].once("data", (data) => done(String(data).trim()));
    child.once("exit", (code) => fail(new Error(`Xvfb ended with ${code}`)));
  });
  return `:${number}`;
}

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail).listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

async function answers(url) {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    try {
      if ((await fetch(url)).ok) return;
    } catch { /* not yet */ }
    await pause(50);
  }
  throw new Error(`${url} does not answer`);
}
