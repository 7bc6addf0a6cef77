// The files of the stand-alone page, from the element's: every file is named after its final bytes, the service worker
// knows them all, and one more file holds everything.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { oneFile, partsOfFiles } from "../../page/single.js";
import { bundled, css } from "./bundle.mjs";

const ICONS = ["page/icon.svg", "page/icon-192.png", "page/icon-512.png"];
const MANIFEST = "page/manifest.webmanifest";

export const digestOf = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 12);

/** The name of a file that no other bytes have. */
export function hashedName(plain, bytes) {
  const { name, ext } = path.parse(plain);
  return `${name}-${digestOf(bytes)}${ext}`;
}

/**
 * All files of the page by name. `files` are the element's by name, `names` their names by plain name, `shell` its script,
 * `html` the text of index.html.
 */
export async function pageFiles({ html, shell, files, names, release }) {
  const all = new Map(files);
  const page = new Map();
  const keep = (plain, bytes) => {
    const hashed = hashedName(plain, bytes);
    all.set(hashed, bytes);
    page.set(plain, hashed);
    return hashed;
  };
  const style = await css("style/page.css", release);
  keep("style/page.css", Buffer.from(style));
  keep("inference-estimator.js", Buffer.from(shell));
  const single = await bundled("page/single.js", { release });
  const singleName = keep("page/single.js", Buffer.from(single));
  const script = (await bundled("page/page.js", { release, external: ["./single.js"] })).replaceAll("./single.js", `./${singleName}`);
  keep("page/page.js", Buffer.from(script));
  for (const icon of ICONS) keep(icon, await readFile(icon));
  let manifest = await readFile(MANIFEST, "utf8");
  for (const icon of ICONS) manifest = named(manifest, icon, page);
  keep(MANIFEST, Buffer.from(manifest));

  for (const plain of ["style/page.css", "inference-estimator.js", "page/page.js", "page/icon.svg", MANIFEST]) html = named(html, plain, page);
  html = withHints(html, names);
  const build = digestOf([...all.keys(), html].join("\n"));
  html = html.replace("</head>", `  <meta name="build" content="${build}">\n  </head>`);

  const worker = await serviceWorker(build, { "./": html, ...Object.fromEntries(all) }, release);
  const own = (extension) => Object.fromEntries(Object.keys(names).filter((name) => name.endsWith(extension))
    .map((name) => [path.basename(name, extension), all.get(names[name])]));
  const parts = partsOfFiles({
    body: html.match(/<body>(.*)<\/body>/s)[1].trim(), style, book: String(all.get(names["prices.txt"])),
    modules: own(".wasm"), styles: { later: all.get(names["later-style.txt"]) }, glue: String(all.get(names["estimator.js"])), single, element: shell, page: script,
  });
  all.set("index.html", html);
  all.set("sw.js", worker);
  all.set("inference-estimator.html", await oneFile(parts));
  // What a static host answers where it has no file; links that a mail program has changed lead there.
  keep("page/lost.js", Buffer.from(await bundled("page/lost.js", { release })));
  all.set("404.html", named(await readFile("page/404.html", "utf8"), "page/lost.js", page));
  all.set("LICENSE", await readFile("LICENSE"));
  return all;
}

function named(text, plain, page) {
  if (!text.includes(`"${plain}"`)) throw new Error(`nothing names ${plain}`);
  return text.replaceAll(`"${plain}"`, `"${page.get(plain)}"`);
}

/** What a first visit loads, and where the files are that it does not load. */
function withHints(html, names) {
  const early = ["estimator.wasm", "prices.txt"];
  const hints = [
    `<link rel="modulepreload" href="${names["estimator.js"]}">`,
    ...early.map((name) => `<link rel="preload" as="fetch" href="${names[name]}">`),
    // Not to be loaded yet: page/single.js reads these.
    ...["later.wasm", "later-style.txt", "own.wasm", "bill.wasm"].map((name) => `<meta name="later" content="${names[name]}">`),
  ].join("");
  // Comments are for readers of the source.
  return html.replace(/\s*<!--.*?-->/gs, "").replace("</head>", `  ${hints}\n  </head>`);
}

/** Icons are for the system that installs the page: it keeps them itself. */
async function serviceWorker(build, files, release) {
  const digests = Object.entries(files).filter(([name]) => !name.endsWith(".png")).map(([name, bytes]) => [name, digestOf(bytes)]);
  const script = await bundled("page/sw.js", { release });
  return script.replace('"BUILD_NAME"', JSON.stringify(build)).replace('"BUILD_FILES"', JSON.stringify(Object.fromEntries(digests)));
}
