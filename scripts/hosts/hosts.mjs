// Builds and opens the package in the bundlers, frameworks and run times that people embed it with, at the versions of
// scripts/hosts/package-lock.json, and writes the table of docs/hosts.md. Called by ./dev hosts; needs Chromium.
//   node scripts/hosts/hosts.mjs [NAME]…      only some of them; the table is then left as it is
import { execFile, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { stagePackage } from "../lib/package.mjs";
import { serve } from "../lib/static-server.mjs";
import { launch } from "../lib/webdriver.mjs";
import { HOSTS } from "./list.mjs";

const HERE = "scripts/hosts";
const MODULES = path.resolve(HERE, "node_modules");
const SITES = path.resolve(HERE, ".sites");
const DOCUMENT = "docs/hosts.md";
const BEGIN = "<!-- written by ./dev hosts -->", END = "<!-- end -->";
const run = promisify(execFile);
const environment = {
  ...process.env, NODE_ENV: "production", CI: "1", NEXT_TELEMETRY_DISABLED: "1", ASTRO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1",
  PATH: `${path.join(MODULES, ".bin")}:${process.env.PATH}`,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !HOSTS.some((host) => host.name === name));
if (unknown.length > 0) throw new Error(`no such host: ${unknown.join(", ")}; there are: ${HOSTS.map(({ name }) => name).join(", ")}`);

stagePackage(path.join(MODULES, "inference-estimator"));
const browser = await launch("chromium");
const rows = [];
try {
  for (const host of HOSTS.filter(({ name }) => asked.length === 0 || asked.includes(name))) rows.push(await tried(host));
} finally {
  await browser.quit();
}
if (asked.length === 0) writeTable();
process.exitCode = rows.some(({ fault }) => fault) ? 1 : 0;

async function tried(host) {
  const began = performance.now();
  let fault;
  try {
    await attempt(host);
  } catch (error) {
    fault = String(error.stdout ?? "") + String(error.stderr ?? "") || error.message;
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  const versions = (host.versions ?? [host.name]).map((name) => (name === "node" ? `Node ${process.versions.node}` : `${name.replace(/^vite8$/, "vite")} ${versionOf(name)}`)).join(", ");
  console.log(`${fault ? "FAILED" : "ok    "} ${host.name} (${versions}), ${seconds} s${fault ? `\n${fault.slice(-2500)}` : ""}`);
  return { host, versions, fault };
}

async function attempt({ name, files, build = [], site, server, page = "/", says = [], output }) {
  const folder = path.join(SITES, name);
  rmSync(folder, { recursive: true, force: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  let printed = "";
  for (const [program, ...words] of build) {
    if (program === "copy") copyFiles(path.join(folder, words[0]));
    else printed = (await run(program, words, { cwd: folder, env: environment, maxBuffer: 1 << 26, timeout: 600_000 })).stdout;
  }
  if (output && !output.test(printed)) throw new Error(`prints ${printed.slice(-500)}, not ${output}`);
  if (site) {
    const served = await serve({ mounts: { "/": path.join(folder, site) } });
    try { await opened(served.origin + page, says); } finally { await served.close(); }
  }
  if (server) await withServer(server, folder, (origin) => opened(origin + page, says));
}

/** As docs tell those whose bundler follows no addresses. */
function copyFiles(to) {
  const dist = path.join(MODULES, "inference-estimator/dist");
  for (const file of readdirSync(dist).filter((each) => /\.(wasm|txt)$/.test(each))) cpSync(path.join(dist, file), path.join(to, file));
}

/** Runs a server of the host's own on a free port until `check` is done with it. */
async function withServer([program, ...words], folder, check) {
  const { port, close } = await serve({ mounts: {} });
  await close();
  const child = spawn(program, words.map((word) => word.replace("PORT", String(port))), {
    cwd: folder, env: { ...environment, PORT: String(port), HOST: "127.0.0.1" }, stdio: ["ignore", "pipe", "pipe"], detached: true,
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => { log += text; });
  try {
    await answered(`http://127.0.0.1:${port}/`).catch((error) => { throw new Error(`${error.message}: ${log}`); });
    await check(`http://127.0.0.1:${port}`);
  } finally {
    process.kill(-child.pid);
  }
}

async function answered(address) {
  for (let time = 0; time < 150; time += 1) {
    try { return await fetch(address); } catch { await new Promise((done) => { setTimeout(done, 200); }); }
  }
  throw new Error("the server does not answer");
}

/** The page shows the widget with its figures, and what the server has computed; nothing in it complains. */
async function opened(address, says) {
  const html = await (await fetch(address)).text();
  for (const text of says) if (!html.includes(text)) throw new Error(`the server's page does not say ${text}: ${html.slice(0, 1000)}`);
  await browser.goto("about:blank");
  await browser.console();
  await browser.goto(address);
  await browser.until(() => {
    const element = document.querySelector("inference-estimator");
    return element?.shadowRoot?.querySelector(".root")?.hidden === false && element.estimate?.cost_usd_per_month === 45_000;
  }, [], { timeoutMs: 20_000, what: "the page to show the widget" }).catch(async (error) => {
    const logged = (await browser.console()).map(({ message }) => message).join("\n");
    throw new Error(`${error.message}: ${await browser.run(() => document.querySelector("inference-estimator")?.shadowRoot?.textContent ?? document.body.innerHTML.slice(0, 1000))}\n${logged}`);
  });
  await browser.until(() => {
    const place = document.querySelector("#month");
    return !place || place.textContent === "45000";
  }, [], { timeoutMs: 20_000, what: "the page to show the month that it computed itself" });
  const bad = (await browser.console()).filter(({ level, message }) => level === "SEVERE" && !/favicon/.test(message));
  if (bad.length > 0) throw new Error(bad.map(({ message }) => message).join("\n"));
}

function versionOf(name) {
  try { return JSON.parse(readFileSync(path.join(MODULES, name, "package.json"), "utf8")).version; } catch { return createRequire(import.meta.url)(`${name}/package.json`).version; }
}

function writeTable() {
  const lines = rows.map(({ host, versions, fault }) => `| ${host.title} | ${versions} | ${host.tries} | ${fault ? "**fails**" : "works"} |`);
  const table = [BEGIN, "| host | versions | what is tried | result |", "| --- | --- | --- | --- |", ...lines, END].join("\n");
  const text = readFileSync(DOCUMENT, "utf8");
  writeFileSync(DOCUMENT, text.slice(0, text.indexOf(BEGIN)) + table + text.slice(text.indexOf(END) + END.length));
  console.log(`${DOCUMENT}: ${rows.length} hosts`);
}
