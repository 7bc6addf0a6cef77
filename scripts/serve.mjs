// Serves a built page on loopback. With --watch it builds again whenever a source changes (reload the page yourself).
//   node scripts/serve.mjs [--port 8080] [--folder dist] [--watch]
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { serve } from "./lib/static-server.mjs";
import { stamp } from "./stamp.mjs";

const { values } = parseArgs({
  options: {
    port: { type: "string" }, folder: { type: "string", default: "dist" }, watch: { type: "boolean" },
  },
});

const mounts = { "/": values.folder, "/pkg/": "pkg" };
let server;
try {
  server = await serve({ mounts, port: Number(values.port ?? 8080) });
} catch (error) {
  if (error.code !== "EADDRINUSE" || values.port) {
    console.error(`./dev serve: port ${values.port} is in use; choose another: ./dev serve --port 8081`);
    process.exit(2);
  }
  server = await serve({ mounts });
}
console.log(`Serving ${values.folder}/ on ${server.origin}/ (end with Ctrl+C)`);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.close().then(() => process.exit(0)));

if (values.watch) {
  console.log("Watching the sources.");
  let seen = stamp();
  for (;;) {
    await new Promise((done) => setTimeout(done, 500));
    const now = stamp();
    if (now === seen) continue;
    seen = now;
    await new Promise((done) => spawn("./dev", ["build", "--dev"], { stdio: "inherit" }).once("exit", done));
  }
}
