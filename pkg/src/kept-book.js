// The last price book that could be read, kept by the browser for a day on which the server's is missing or damaged.
// Where nothing can be kept (a sandboxed frame, a page without TLS) there is none.
const CACHE = "inference-estimator-prices";
const KEY = "/inference-estimator-prices";

/** Keeps a book that was read. */
export async function keepBook(bytes) {
  try {
    await (await caches.open(CACHE)).put(KEY, new Response(bytes));
  } catch { /* it is not needed today */ }
}

/** The bytes of that book, if there is one. */
export async function keptBook() {
  try {
    return await (await (await caches.open(CACHE)).match(KEY))?.arrayBuffer();
  } catch { /* there is none */ }
}
