// The whole page as one HTML file that opens from a disk: no module is imported and nothing is fetched there, for a
// browser forbids both to a file. The build makes one with this, and so does the page, from what it has loaded.

const HERE = 'globalThis[Symbol.for("inference-estimator")]';
const UNPACK = `{
const part = (name) => document.querySelector(\`script[data-part=\${name}]\`).textContent;
const bytes = (name) => Uint8Array.from(atob(part(name)), (letter) => letter.charCodeAt(0));
${HERE} = {
  wasm: (name) => bytes("wasm-" + name),
  style: (name) => part("style-" + name),
  book: () => new TextEncoder().encode(part("book")),
};
}`;
const MODULES = ["estimator", "later", "own", "bill"];
const STYLES = ["later"];
const SCRIPTS = ["unpack", "glue", "single", "element", "page"];
/** Names of the parts that are carried as text and run by nobody. */
const DATA = [...MODULES.map((name) => `wasm-${name}`), ...STYLES.map((name) => `style-${name}`), "book"];

/**
 * @typedef {object} Parts texts by name, ready to be put in: `style`, `body`, the names in `DATA` (modules as base64) and
 * the scripts
 */

/**
 * Parts from files: `modules` and `styles` are bytes by name, all else is text. `body` is what is inside the page's `<body>`.
 */
export function partsOfFiles({ body, style, book, modules, styles, glue, single, element, page }) {
  return {
    body, style, book, unpack: UNPACK,
    ...Object.fromEntries(MODULES.map((name) => [`wasm-${name}`, base64(modules[name])])),
    ...Object.fromEntries(STYLES.map((name) => [`style-${name}`, new TextDecoder().decode(styles[name])])),
    glue: handedOver("glue", glue), single: handedOver("single", single), element: bare(element), page: bare(page),
  };
}

/** Parts of a page as the build leaves it, out of the browser's own copies. */
export async function partsOfPage(document) {
  const address = (selector) => {
    const found = document.querySelector(selector);
    return found.content || found.src || found.href;
  };
  const own = (name, extension) => address(`:is(link[href^="${name}-"][href$="${extension}"], meta[content^="${name}-"][content$="${extension}"])`);
  const got = async (url) => {
    const response = await fetch(url, { cache: "force-cache" });
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
    return response;
  };
  const text = async (url) => (await got(url)).text();
  const bytes = async (url) => new Uint8Array(await (await got(url)).arrayBuffer());
  const all = async (names, extension) => Object.fromEntries(await Promise.all(
    names.map(async (name) => [name, await bytes(own(name, extension))]),
  ));
  const [style, book, modules, styles, glue, single, element, page] = await Promise.all([
    text(address('link[rel="stylesheet"]')), text(own("prices", ".txt")), all(MODULES, ".wasm"), all(STYLES, ".txt"),
    text(address('link[rel="modulepreload"]')), text(import.meta.url), text(address('script[src^="inference-estimator-"]')),
    text(address('script[src^="page-"]')),
  ]);
  return partsOfFiles({ body: bodyOf(document), style, book, modules, styles, glue, single, element, page });
}

/** Parts of a page that is such a file itself. */
export function partsInside(document) {
  const part = (name) => [name, document.querySelector(`[data-part=${name}]`).textContent];
  return { ...Object.fromEntries(["style", ...DATA, ...SCRIPTS].map(part)), body: bodyOf(document) };
}

/** The page's own content, without what scripts have put into it. */
function bodyOf(document) {
  const body = document.body.cloneNode(true);
  for (const script of body.querySelectorAll("script")) script.remove();
  body.querySelector(".page-notice").replaceChildren();
  body.querySelector(".page-foot").hidden = true;
  body.querySelector(".page-foot button").disabled = false;
  body.querySelector("inference-estimator").removeAttribute("scenario");
  return body.innerHTML.trim();
}

/** The HTML text, with `scenario` (link text) as what is shown first. */
export async function oneFile(parts, scenario) {
  for (const name of ["style", ...DATA, ...SCRIPTS]) {
    const end = name === "style" ? /<\/style/i : /<(\/script|!--)/i;
    if (end.test(parts[name])) throw new Error(`${name} would end its own element`);
  }
  const hashes = await Promise.all(SCRIPTS.map((name) => sha256(parts[name])));
  const policy = [
    "default-src 'none'", `script-src ${hashes.join(" ")} 'wasm-unsafe-eval'`, `style-src ${await sha256(parts.style)}`,
    "img-src data:", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'",
  ].join("; ");
  const given = /^[\w.-]+(&a=[\w.-]+)?$/.test(scenario ?? "") ? ` scenario="${scenario.replace("&", "&amp;")}"` : "";
  const block = (name, type) => `<script type="${type}" data-part="${name}">${parts[name]}</script>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Inference Estimator</title>
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<style data-part="style">${parts.style}</style></head>
<body>
${parts.body.replace(/<inference-estimator\b/, (tag) => tag + given)}
${DATA.map((name) => block(name, "text/plain")).join("\n")}
${SCRIPTS.map((name) => block(name, "module")).join("\n")}
</body></html>
`;
}

/** Where there is no digest (a page without TLS), scripts are allowed without one: the file has only its own. */
async function sha256(text) {
  if (!globalThis.crypto?.subtle) return "'unsafe-inline'";
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${base64(new Uint8Array(digest))}'`;
}

function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

const EXPORTS = /export\s*\{([^{}]*)\};?\s*$/;

/** A module's text that hands its exports over instead: a module inside a page cannot be imported. */
function handedOver(name, text) {
  const changed = text.replace(EXPORTS, (_, names) => {
    const members = names.split(",").map((each) => each.trim().split(/\s+as\s+/)).filter(([own]) => own);
    return `${HERE}.${name}={${members.map(([own, as = own]) => `${as}:${own}`).join()}};`;
  });
  if (changed === text) throw new Error(`${name} exports nothing`);
  return changed;
}

/** A script whose exports nobody asks for here. */
function bare(text) { return text.replace(EXPORTS, ""); }
