// The server of ./dev serve, without a browser.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { serve } from "../../scripts/lib/static-server.mjs";

/** What the server answers to a request line that `fetch` would not send. */
const answer = (port, target) => new Promise((done, fail) => {
  const socket = connect(port, "127.0.0.1", () => socket.write(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`));
  let text = "";
  socket.on("data", (data) => { text += data; }).on("end", () => done(text.split("\r\n")[0])).on("error", fail);
});

test("any request line gets an answer, and no file outside the folder is served", async () => {
  const server = await serve({ mounts: { "/": "page" } });
  try {
    for (const target of ["//", "//evil.example/", "/%", "/%E0%A4%A", "/%00", "http://[", "*", "/..%2f..%2fdev", "/../dev", "/a\\..\\b", "/?%"]) {
      assert.match(await answer(server.port, target), /^HTTP\/1\.1 (400|404)/, target);
    }
    assert.match(await answer(server.port, "/icon.svg"), /200/);
  } finally {
    await server.close();
  }
});
