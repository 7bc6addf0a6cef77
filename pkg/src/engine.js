// Loads the WebAssembly module and the price book: once for a page, however many elements are on it.

import { inside } from "./inside.js";

// The build puts the final, hashed names here; the expressions stay literal so that a bundler can follow them.
const FILES = {
  estimator: new URL("./estimator.wasm", import.meta.url),
  later: new URL("./later.wasm", import.meta.url),
  own: new URL("./own.wasm", import.meta.url),
  bill: new URL("./bill.wasm", import.meta.url),
};
const STYLES = { later: new URL("./later.css", import.meta.url) };
// In the stand-alone page the main file has the full form in it, and the build sets IS_WHOLE.
if (!IS_WHOLE) {
  FILES.shared = new URL("./shared.wasm", import.meta.url);
  FILES.full = new URL("./full.wasm", import.meta.url);
  STYLES.full = new URL("./full.css", import.meta.url);
}
// Tables of tokenizers, for who counts the tokens of a text.
const TABLES = {
  o200k: new URL("./o200k.txt", import.meta.url),
  cl100k: new URL("./cl100k.txt", import.meta.url),
};
const BOOK = new URL("./prices.txt", import.meta.url);

/** Why the estimator cannot run here: a sentence for the reader, and one for the site's owner. */
export class CannotRun extends Error {
  constructor(reason, remedy, cause) {
    super(reason, { cause });
    this.name = "CannotRun";
    this.remedy = remedy;
  }
}

let engine;

/**
 * The running module with the price book read. A failure is not remembered, so a later element may try again.
 * @param {(error: unknown) => void} onStop called when the module stops
 * @param {(part: string, css: string) => void} onStyle handed the style rules of a part once that is loaded
 * @param {boolean} isFull whether the full form is wanted at once
 */
export async function load(onStop, onStyle, isFull) {
  // A module that stopped is not used again: the next element gets a fresh one.
  engine ??= start((error) => { engine = undefined; onStop(error); }, onStyle).catch((error) => {
    engine = undefined;
    throw error;
  });
  // Asked for beside the main file, not after it.
  if (isFull && !IS_WHOLE) await Promise.all(["shared", "full"].map(compiled));
  return engine;
}

async function start(onStop, onStyle) {
  if (typeof WebAssembly !== "object") {
    throw new CannotRun(
      "This browser has WebAssembly switched off, so the estimate cannot be computed here.",
      "WebAssembly is undefined (a lockdown mode, a safer mode, or a browser setting).",
    );
  }
  // Asked for at once with the rest; it is read once the module runs.
  const early = inside ? undefined : fetched(BOOK);
  early?.catch(() => {});
  const [glue, module] = await Promise.all([inside ? inside.glue : imported(), compiled("estimator"), early]);
  const dressed = kept(async (part) => { if (STYLES[part]) onStyle(part, await styleOf(part)); });
  // WebKit compiles in spite of a policy against it, and refuses here.
  const running = await glue.instance().start(module, { onStop, compiled, dressed }).catch((error) => { throw refused(error) || error; });
  const book = await readBook((bytes) => new running.Book(new Uint8Array(bytes)), early);
  return { mount: running.mount, memory: running.memory, book };
}

/** A function of a name whose results are kept. A failure is not kept: the next call tries again. */
function kept(make) {
  const all = new Map();
  return (name) => {
    if (!all.has(name)) {
      const made = make(name);
      made.catch(() => all.delete(name));
      all.set(name, made);
    }
    return all.get(name);
  };
}

// Files that could not be had: whoever asks again is not answered from a cache.
const failed = new Set();

/** A table of a tokenizer. The page as one file has none. */
export const table = kept(async (name) => {
  if (inside) throw missing("The page as one file has no table of a tokenizer.");
  return (await fetched(TABLES[name])).arrayBuffer();
});

/** One file of the module, compiled. */
const compiled = kept((name) => {
  if (inside) return WebAssembly.compile(inside.wasm(name)).catch((error) => { throw refused(error) || error; });
  const url = FILES[name];
  return compile(url, failed.has(name) ? "reload" : "default").catch((error) => {
    failed.add(name);
    throw error;
  });
});

async function styleOf(part) {
  if (inside) return inside.style(part);
  const response = await fetched(STYLES[part], failed.has(STYLES[part]) ? "reload" : "default").catch((error) => {
    failed.add(STYLES[part]);
    throw error;
  });
  return response.text();
}

const missing = (what, cause) => new CannotRun("A file of the estimator is missing.", what, cause);
const damaged = (what, cause) => new CannotRun("A file of the estimator arrived damaged.", what, cause);

/** The glue. Browsers remember an import that failed, so the second try has another address. */
async function imported() {
  try {
    return checkedGlue(await import("./estimator.js"));
  } catch {
    // Past the cache, so that the import that follows finds the good copy.
    const again = new URL("./estimator.js", import.meta.url);
    await fetched(again, "reload");
    again.search = "?again";
    // Bundlers are not to follow an address that is only known here.
    return import(/* webpackIgnore: true */ /* @vite-ignore */ again.href).then(checkedGlue)
      .catch((error) => { throw damaged(`${again} cannot be imported.`, error); });
  }
}

function checkedGlue(glue) {
  if (typeof glue.instance !== "function") throw new TypeError("not the glue");
  return glue;
}

/** The price book, read by `read`; a copy that cannot be read is asked for once more, past the cache. */
async function readBook(read, early) {
  if (inside) return read(inside.book());
  for (const cache of /** @type {const} */ (["default", "reload"])) {
    const response = cache === "default" ? await early : await fetched(BOOK, cache);
    const bytes = await response.arrayBuffer();
    try {
      return read(bytes);
    } catch (error) {
      if (cache === "reload") throw damaged(`${BOOK} is no price book: ${error}`, error);
    }
  }
}

/**
 * A file of the module, compiled.
 * @param {URL} url
 * @param {RequestCache} cache
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(url, cache = "default") {
  const response = await fetched(url, cache);
  try {
    // It compiles while it arrives. A server that sends another type would make the streaming compiler refuse; the bytes
    // are the same.
    return response.headers.get("content-type")?.startsWith("application/wasm")
      ? await WebAssembly.compileStreaming(response)
      : await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    const policy = refused(error);
    if (policy) throw policy;
    // A cut-off or stale copy: ask once past the cache, then give up.
    if (cache === "default") return compile(url, "reload");
    throw damaged(`${url} does not compile.`, error);
  }
}

/** The site's policy as the reason of an error, if it is that. */
function refused(error) {
  return /unsafe-eval|Content.Security|CSP/i.test(String(error)) && new CannotRun(
    "This site's security policy does not allow the estimator to run.",
    "The Content-Security-Policy needs 'wasm-unsafe-eval' in script-src.",
    error,
  );
}

/**
 * The answer to a request for a file, if it is a good one.
 * @param {URL} url
 * @param {RequestCache} cache
 */
async function fetched(url, cache = "default") {
  // WebKit reuses a preloaded file only for this mode; from another origin it would give nothing readable.
  // (`origin` is "null" in a sandboxed frame, where `location.origin` still names the server.)
  /** @type {RequestInit} */
  const preloaded = url.origin === globalThis.origin ? { mode: "no-cors", credentials: "include" } : {};
  let response;
  try {
    response = await fetch(url, { ...preloaded, cache });
  } catch (error) {
    throw new CannotRun("The estimator could not be loaded: no connection.", `${url} cannot be fetched.`, error);
  }
  if (!response.ok) {
    throw missing(`${url} answers ${response.status}.`);
  }
  // What a single-page application's server answers to every address.
  if (response.headers.get("content-type")?.startsWith("text/html")) {
    if (cache === "default") return fetched(url, "reload");
    throw missing(`${url} answers with an HTML page: the file is not on the server, or not at this address.`);
  }
  return response;
}
