// A static file server for loopback: right types, no caching of what changes its bytes under one name, and, for the
// tests, faults on demand. It has no other job, so it never leaves 127.0.0.1.
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8", ".json": "application/json", ".wasm": "application/wasm", ".svg": "image/svg+xml",
  ".png": "image/png", ".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};
const HASHED = /-[0-9a-f]{12}\.\w+$/;

/**
 * Serves folders. `mounts` maps an address prefix to a folder, the longest prefix wins: `{ "/": "dist" }`.
 * `rules` are asked in turn about every request, `(request: { path, url, headers }) => fault | undefined`, with fault
 * `{ headers?, status?, body?, delayMs?, truncateTo?, drop? }`; a header set to `null` is left out. `headScript` is the
 * address of a script that every page is given first.
 * @returns {Promise<{ origin: string, port: number, requests: string[], rules: Function[], close(): Promise<void> }>}
 */
export async function serve({ mounts, port = 0, rules = [], headScript }) {
  const requests = [];
  const prefixes = Object.keys(mounts).sort((a, b) => b.length - a.length);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://127.0.0.1");
    requests.push(url.pathname + url.search);
    const fault = rules.map((rule) => rule({ path: url.pathname, url, headers: request.headers })).find(Boolean) ?? {};
    if (fault.drop) return void request.socket.destroy();
    if (fault.delayMs) await new Promise((done) => setTimeout(done, fault.delayMs));
    const found = fault.body === undefined ? await find(url.pathname) : { bytes: Buffer.from(fault.body), file: url.pathname };
    if (found && headScript && found.file.endsWith(".html")) found.bytes = withHeadScript(found.bytes, headScript);
    answer(request, response, found, fault);
  });

  async function find(address) {
    const prefix = prefixes.find((each) => address.startsWith(each));
    if (prefix === undefined) return;
    const folder = path.resolve(mounts[prefix]);
    let file = path.join(folder, decodeURIComponent(address.slice(prefix.length)));
    if (file !== folder && !file.startsWith(folder + path.sep)) return;
    try {
      if ((await stat(file)).isDirectory()) file = path.join(file, "index.html");
      return { bytes: await readFile(file), file };
    } catch {
      // As static hosts do: the page for what is not there, if the folder has one.
      const lost = path.join(folder, "404.html");
      return readFile(lost).then((bytes) => ({ bytes, file: lost, status: 404 }), () => undefined);
    }
  }

  await new Promise((done, fail) => server.once("error", fail).listen(port, "127.0.0.1", done));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    port: server.address().port,
    requests,
    rules,
    close: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }),
  };
}

/** A page with one more script before all others. */
export function withHeadScript(html, address) {
  return Buffer.from(String(html).replace("<head>", `<head><script src="${address}"></script>`));
}

const compressed = new Map();

function answer(request, response, found, fault) {
  if (!found && fault.status === undefined) {
    response.writeHead(404, { "content-type": "text/plain" });
    return void response.end("not found\n");
  }
  let bytes = found?.bytes ?? Buffer.alloc(0);
  const file = found?.file ?? "";
  const type = TYPES[path.extname(file)] ?? "application/octet-stream";
  const headers = {
    "content-type": type,
    "cache-control": HASHED.test(file) ? "public, max-age=31536000, immutable" : "no-cache",
    "x-content-type-options": "nosniff",
    // What an embed's host must send too: its files are used by pages of other origins.
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
  };
  if (fault.truncateTo !== undefined) bytes = bytes.subarray(0, fault.truncateTo);
  else if (bytes.length > 1024 && /\bbr\b/.test(request.headers["accept-encoding"] ?? "")) {
    const key = file;
    if (!HASHED.test(file) || !compressed.has(key)) {
      compressed.set(key, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }));
    }
    bytes = compressed.get(key);
    headers["content-encoding"] = "br";
    headers.vary = "accept-encoding";
  }
  headers["content-length"] = bytes.length;
  for (const [name, value] of Object.entries(fault.headers ?? {})) {
    if (value === null) delete headers[name];
    else headers[name] = value;
  }
  response.writeHead(fault.status ?? found?.status ?? 200, headers);
  response.end(request.method === "HEAD" ? undefined : bytes);
}
