// Loads the WebAssembly module and the price book: once for a page, however many elements are on it.

import { keepBook, keptBook } from "./kept-book.js";
import { inside } from "./inside.js";

// The build puts the final, hashed names here; the expressions stay literal so that a bundler can follow them. They are
// evaluated when a file is asked for: what imports this where there is no page, or as a classic script, has no address.
const FILES = {
  estimator: () => new URL("./estimator.wasm", import.meta.url),
  later: () => new URL("./later.wasm", import.meta.url),
  own: () => new URL("./own.wasm", import.meta.url),
  bill: () => new URL("./bill.wasm", import.meta.url),
};
const STYLES = { later: () => new URL("./later-style.txt", import.meta.url) };
// In the stand-alone page the main file has the full form in it, and the build sets IS_WHOLE.
if (!IS_WHOLE) {
  FILES.shared = () => new URL("./shared.wasm", import.meta.url);
  FILES.full = () => new URL("./full.wasm", import.meta.url);
  STYLES.full = () => new URL("./full-style.txt", import.meta.url);
}
// Tables of tokenizers, for who counts the tokens of a text.
const TABLES = {
  o200k: () => new URL("./o200k.txt", import.meta.url),
  cl100k: () => new URL("./cl100k.txt", import.meta.url),
};
const BOOK = () => new URL("./prices.txt", import.meta.url);

/** Why the estimator cannot run here: the end of a sentence for the reader, and a sentence for the site's owner. */
export class CannotRun extends Error {
  constructor(why, remedy, cause) {
    super(`The estimator could not be loaded: ${why}.`, { cause });
    this.name = "CannotRun";
    this.why = why;
    this.remedy = remedy;
  }
}

let engine, lastFailure;

/** Why the last file that failed could not be loaded, as the end of a sentence. */
export const whyMissing = () => lastFailure?.why ?? "it stopped while it was starting";

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
  const parts = isFull && !IS_WHOLE ? ["shared", "full"].map(compiled) : [];
  return (await Promise.all([engine, ...parts]))[0];
}

async function start(onStop, onStyle) {
  if (typeof WebAssembly !== "object") {
    throw new CannotRun(
      "WebAssembly is switched off in this browser",
      "WebAssembly is undefined (a lockdown mode, a safer mode, or a browser setting).",
    );
  }
  document.addEventListener("securitypolicyviolation", ({ blockedURI }) => blocked.add(blockedURI));
  // Asked for at once with the rest; it is read once the module runs.
  const early = inside ? undefined : requested(BOOK);
  early?.catch(() => {});
  const [glue, module] = await Promise.all([inside ? inside.glue : imported(), compiled("estimator")]);
  const dressed = kept(async (part) => { if (STYLES[part]) onStyle(part, await styleOf(part)); });
  // WebKit compiles in spite of a policy against it, and refuses here.
  const running = await glue.instance().start(module, { onStop, compiled, dressed }).catch((error) => { throw refused(error) || error; });
  const { book, note } = await readBook((bytes) => new running.Book(new Uint8Array(bytes)), early);
  return { mount: running.mount, memory: running.memory, book, note };
}

/** A function of a name whose results are kept. A failure is not kept: the next call tries again. */
function kept(make) {
  const all = new Map();
  return (name) => {
    if (!all.has(name)) {
      const made = make(name);
      made.catch((error) => {
        if (error instanceof CannotRun) lastFailure = error;
        all.delete(name);
      });
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
  return (await requested(TABLES[name])).arrayBuffer();
});

/** One file of the module, compiled. */
const compiled = kept(async (name) => {
  if (inside) return WebAssembly.compile(inside.wasm(name)).catch((error) => { throw refused(error) || error; });
  return compile(addressed(FILES[name]), failed.has(name) ? "reload" : "default").catch((error) => {
    failed.add(name);
    throw error;
  });
});

async function styleOf(part) {
  if (inside) return inside.style(part);
  const response = await requested(STYLES[part], failed.has(STYLES[part]) ? "reload" : "default").catch((error) => {
    failed.add(STYLES[part]);
    throw error;
  });
  return response.text();
}

const missing = (what, cause) => new CannotRun("a file of it is missing on the server", what, cause);
const damaged = (what, cause) => new CannotRun("a file of it arrived damaged", what, cause);
const forbidden = (what, cause) => new CannotRun("this site's security policy does not allow it", what, cause);

/** The address of a file. */
function addressed(address) {
  try {
    return address();
  } catch (error) {
    throw missing("This script does not know its own address: bundle it as an ES module, or load dist/inference-estimator.js as it is.", error);
  }
}

let imports = 0;

/** The glue. Browsers remember an import that failed, so each further try has another address. */
async function imported() {
  try {
    if (imports > 0) throw new Error("tried before");
    return checkedGlue(await import("./estimator.js"));
  } catch {
    imports += 1;
    const again = addressed(() => new URL("./estimator.js", import.meta.url));
    // Past the cache, so that the import that follows finds the good copy.
    await fetched(again, "reload");
    again.search = `?again=${imports}`;
    // Bundlers are not to follow an address that is only known here.
    return import(/* webpackIgnore: true */ /* @vite-ignore */ again.href).then(checkedGlue)
      .catch(async (error) => { throw await policyAgainst(again) || damaged(`${again} cannot be imported.`, error); });
  }
}

function checkedGlue(glue) {
  if (typeof glue.instance !== "function") throw new TypeError("not the glue");
  return glue;
}

/**
 * The price book, read by `read`. A copy that cannot be had or read is asked for once more, past the cache; then the last
 * one that this browser could read is taken, with a note that says so.
 */
async function readBook(read, early) {
  if (inside) return { book: read(inside.book()) };
  let failure;
  for (const ask of [() => early, () => requested(BOOK, "reload")]) {
    try {
      const bytes = await (await ask()).arrayBuffer();
      const book = read(bytes);
      keepBook(bytes);
      return { book };
    } catch (error) {
      failure = error instanceof CannotRun ? error : damaged(`${BOOK()} is no price book: ${error}`, error);
    }
  }
  const bytes = await keptBook();
  try {
    if (bytes) return { book: read(bytes), note: `The prices are those of an earlier visit: ${failure.why}.` };
  } catch { /* they are of another version */ }
  throw failure;
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
  return /unsafe-eval|Content.Security|CSP/i.test(String(error))
    && forbidden("The Content-Security-Policy needs 'wasm-unsafe-eval' in script-src.", error);
}

// What the page's policy has kept from being loaded.
const blocked = new Set();

/** The page's policy as the reason why an address could not be loaded, if it is that. The browser tells a moment later. */
async function policyAgainst(url) {
  await new Promise((done) => { setTimeout(done, 50); });
  return [url.href, url.origin].some((each) => blocked.has(each))
    && forbidden(`The Content-Security-Policy does not allow ${url}: see script-src and connect-src.`);
}

const requested = async (address, cache) => fetched(addressed(address), cache);

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
    throw await policyAgainst(url) || new CannotRun("there is no connection", `${url} cannot be fetched.`, error);
  }
  if (!response.ok) throw missing(`${url} answers ${response.status}.`);
  // What a single-page application's server answers to every address.
  if (response.headers.get("content-type")?.startsWith("text/html")) {
    if (cache === "default") return fetched(url, "reload");
    throw new CannotRun(
      "the server sends a web page in place of a file",
      `${url} answers with an HTML page: the file is not on the server, or not at this address. Copy all files of dist/ beside the script.`,
    );
  }
  return response;
}
