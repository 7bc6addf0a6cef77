// The service worker of the stand-alone page. It keeps exactly the files of one build, each checked against its digest,
// so that what it serves is never a mixture. The build puts the two constants in.
const BUILD = "BUILD_NAME";
/** @type {Record<string, string>} */
const FILES = /** @type {any} */ ("BUILD_FILES"); // { address: first 12 hex digits of SHA-256 }

const SCOPE = registration.scope;
// One origin may hold several copies of this page, in folders of their own.
const OURS = `inference-estimator:${SCOPE}:`;
const CACHE = OURS + BUILD;
const PAGE = "./";
// Who only looks at the page needs none of these, and does not load them.
const FOR_LATER = /^(later|own|bill|single)-/;
// Tables of tokenizers: kept once they were asked for.
const IF_ASKED = /^(o200k|cl100k)-/;
const NAMED_BY_DIGEST = /^[\w-]+-[0-9a-f]{12}\.\w+$/;
const ANSWER_MS = 1000;

addEventListener("install", (event) => event.waitUntil(install()));

// A new version waits until nobody uses the old one, or until somebody asks for it.
addEventListener("message", (event) => {
  // A newer version wants to know which cache is still needed.
  if (event.data === "which build?") event.ports[0]?.postMessage(BUILD);
  if (event.data === "take over") skipWaiting();
  // A page that has just opened asks for it: the pages of an old build may be gone now.
  if (event.data === "sweep") event.waitUntil(sweep());
  // Somebody is there, and may go on without a network.
  if (event.data === "keep the rest") event.waitUntil(keep((address) => !IF_ASKED.test(address)).catch(() => {}));
});

addEventListener("activate", (event) => event.waitUntil(clients.claim().then(sweep)));

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  const rest = request.url.slice(SCOPE.length).replace(/[?#].*$/s, "");
  // A mail program wrote the mark of a link as a code.
  if (rest.startsWith("%23")) return void event.respondWith(Response.redirect(`${SCOPE}#${rest.slice(3)}`));
  const address = rest === "" || rest === "index.html" ? PAGE : rest;
  if (Object.hasOwn(FILES, address) || NAMED_BY_DIGEST.test(address)) event.respondWith(answer(address, request));
});

async function install() {
  // Whoever had all of the build before gets all of this one.
  const keptIn = async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url.slice(SCOPE.length));
  const before = (await Promise.all((await ours()).map(keptIn))).flat();
  const all = before.some((address) => FOR_LATER.test(address));
  try {
    await keep((address) => (IF_ASKED.test(address) ? before.includes(address) : all || !FOR_LATER.test(address)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
  await dropOthersThatWaited();
}

/** Deletes what versions between the active one and this one have kept: they will not be used any more. */
async function dropOthersThatWaited() {
  const { active } = registration;
  if (!active) return;
  const needed = await Promise.all([active, ...await openPages()].map(buildOf));
  // Whoever does not answer may be of any build.
  if (!needed.includes(undefined)) await deleteAllBut([BUILD, ...needed]);
}

/** Keeps the files of this build that are wanted and not kept yet, once all of them are here. */
async function keep(wanted) {
  const cache = await caches.open(CACHE);
  const files = await Promise.all(Object.entries(FILES).map(async ([address, digest]) => {
    if (!wanted(address) || await cache.match(address)) return [];
    // Most is here already: the page has just loaded it.
    const copy = await checked(address, digest, "default") || await checked(address, digest, "reload");
    if (!copy) throw new Error(`${address} is not of build ${BUILD}`);
    return [{ address, copy }];
  }));
  await Promise.all(files.flat().map(({ address, copy }) => cache.put(address, copy)));
}

/** The names of the caches of this page, of whatever build. */
async function ours() {
  return (await caches.keys()).filter((name) => name.startsWith(OURS));
}

/**
 * The file, if its bytes are those of this build.
 * @param {string} address
 * @param {string} digest
 * @param {RequestCache} cache
 */
async function checked(address, digest, cache) {
  const response = await fetch(address, { cache });
  const bytes = await response.arrayBuffer();
  const found = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))];
  const hex = found.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!response.ok || !hex.startsWith(digest)) return;
  const headers = new Headers(response.headers);
  // The bytes are unpacked by now.
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  return new Response(bytes, { headers });
}

async function answer(address, request) {
  const own = await (await caches.open(CACHE)).match(address);
  // A page that was opened before an update asks for its own build's files; their names cannot be mistaken.
  if (!own && IF_ASKED.test(address) && Object.hasOwn(FILES, address)) {
    await keep((each) => each === address);
    return await (await caches.open(CACHE)).match(address) ?? fetch(request);
  }
  return own || (address !== PAGE && await caches.match(new URL(address, SCOPE).href)) || fetch(request);
}

/** Deletes the caches of builds that no open page belongs to. */
async function sweep() {
  const old = (await ours()).filter((name) => name !== CACHE);
  if (!old.length) return;
  const used = await Promise.all((await openPages()).map(buildOf));
  // A page that does not answer may be of any build, and a build that waits is newer than this one.
  if (used.includes(undefined) || registration.waiting || registration.installing) return;
  await deleteAllBut([BUILD, ...used]);
}

async function openPages() {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return pages.filter(({ url }) => url.startsWith(SCOPE));
}

async function deleteAllBut(builds) {
  await Promise.all((await ours()).filter((name) => !builds.includes(name.slice(OURS.length))).map((name) => caches.delete(name)));
}

/** The build that a page or another version of this script belongs to; nothing where it does not answer. */
function buildOf(page) {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => done(data);
    setTimeout(done, ANSWER_MS);
    page.postMessage("which build?", [port2]);
  });
}
