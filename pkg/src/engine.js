// Loads the WebAssembly module and the price book: once for a page, however many elements stand on it.

import { inside } from "./inside.js";

// The build puts the final, hashed names here; the expressions stay literal so that a bundler can follow them.
const WASM = new URL("./estimator.wasm", import.meta.url);
const LATER = new URL("./later.wasm", import.meta.url);
const BOOK = new URL("./prices.txt", import.meta.url);

/** Why the estimator cannot run here: a sentence for the reader, and one for whoever runs the site. */
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
 * @param {(error: WebAssembly.RuntimeError) => void} onTrap told when the module stops
 * @param {(css: string) => void} onStyle handed the style rules of the part for later when that has come
 */
export function load(onTrap, onStyle) {
  engine ??= start(onTrap, onStyle).catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}

async function start(onTrap, onStyle) {
  if (typeof WebAssembly !== "object") {
    throw new CannotRun(
      "This browser has WebAssembly switched off, so the estimate cannot be computed here.",
      "WebAssembly is undefined (a lockdown mode, a safer mode, or a browser setting).",
    );
  }
  const [glue, module, book] = inside ? await unpacked()
    : await Promise.all([imported(), compile(WASM), fetched(BOOK).then((response) => response.arrayBuffer())]);
  // WebKit compiles in spite of a policy against it, and refuses here.
  const { memory } = await glue.unpacked(module).then((whole) => glue.default(whole))
    .catch((error) => { throw refused(error) || error; });
  glue.onTrap(onTrap);
  glue.onLater(async () => {
    const part = await later();
    for (const css of WebAssembly.Module.customSections(part, "style")) onStyle(new TextDecoder().decode(css));
    return glue.unpacked(part);
  });
  return { mount: glue.mount, memory, book: new glue.Book(new Uint8Array(book)) };
}

let lookedIn = "default";

/** The part for later, compiled. The widget says that it could not be loaded; who tries again is not answered from a cache. */
async function later() {
  if (inside) return WebAssembly.compile(inside.later());
  return compile(LATER, lookedIn).catch((error) => {
    lookedIn = "reload";
    throw error;
  });
}

async function unpacked() {
  try {
    return [inside.glue, await WebAssembly.compile(inside.wasm()), inside.book()];
  } catch (error) {
    throw refused(error) || error;
  }
}

const missing = (what, cause) => new CannotRun("A file of the estimator is missing.", what, cause);

const imported = () => import("./estimator.js").catch((error) => { throw missing("The glue cannot be imported.", error); });

async function compile(url, cache = "default") {
  const response = await fetched(url, cache);
  try {
    // A server that sends another type would make the streaming compiler refuse; the bytes are the same.
    return response.headers.get("content-type")?.startsWith("application/wasm")
      ? await WebAssembly.compileStreaming(response)
      : await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    const policy = refused(error);
    if (policy) throw policy;
    // A cut-off or stale copy: ask once past the cache, then give up.
    if (cache === "default") return compile(url, "reload");
    throw new CannotRun("The estimator's file arrived damaged.", `${url} does not compile.`, error);
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

async function fetched(url, cache = "default") {
  // WebKit reuses a preloaded file only for this mode; from another origin it would give nothing readable.
  // (`origin` is "null" in a sandboxed frame, where `location.origin` still names the server.)
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
  return response;
}
