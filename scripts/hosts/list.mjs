// The hosts that ./dev hosts tries. Each is a small project: its files, how it is built, and how it is opened.
//   site     the folder that is served when it is built
//   server   or the command that serves it (PORT is put in)
//   says     what the page says as it comes from the server
//   output   what the last command of `build` prints

const PAGE = (head, more = "") => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">${head}</head>
<body><inference-estimator view="compact"><p>An example.</p></inference-estimator>${more}</body></html>`;
const MONTH = 'estimate("#p=glossary").total.cost_usd_per_month';
const MAIN = `import "inference-estimator";
const { estimate } = await import("inference-estimator/headless");
document.querySelector("#month").textContent = String(${MONTH});
`;
const P = '<p id="month"></p>';
const MODULE = '{ "type": "module", "private": true }';
const bothInPage = "element, and calculation in the page";
const bothBySsr = "element, rendered by the server; calculation on the server";

const vite = (name, bin) => ({
  name, versions: [name], title: "Vite", tries: bothInPage, site: "dist",
  files: { "package.json": MODULE, "index.html": PAGE('<script type="module" src="/main.js"></script>', P), "main.js": MAIN },
  build: [["node", `../../node_modules/${bin}/bin/vite.js`, "build", "--logLevel", "error"]],
});

const next = (name, title, words) => ({
  name, title, versions: ["next", "react", "typescript"], tries: `${bothBySsr}; types of JSX`,
  files: {
    "package.json": '{ "private": true }',
    "next.config.mjs": 'import path from "node:path";\nexport default { turbopack: { root: path.resolve("../..") }, outputFileTracingRoot: path.resolve("../..") };\n',
    "tsconfig.json": '{ "compilerOptions": { "strict": true, "noEmit": true, "jsx": "react-jsx", "module": "esnext", "moduleResolution": "bundler", "lib": ["dom", "es2023"], "skipLibCheck": true, "allowJs": true, "incremental": false, "esModuleInterop": true, "resolveJsonModule": true, "isolatedModules": true, "plugins": [{ "name": "next" }] }, "include": ["**/*.ts", "**/*.tsx"], "exclude": ["node_modules"] }\n',
    "app/layout.tsx": 'import type { ReactNode } from "react";\nexport const metadata = { title: "A page", icons: "data:," };\nexport default function Layout({ children }: { children: ReactNode }) { return <html lang="en"><body>{children}</body></html>; }\n',
    "app/widget.tsx": `"use client";
import "inference-estimator/react";
import { useState } from "react";
export function Widget() {
  const [shown, show] = useState("");
  return <><inference-estimator view="compact" autosave={false} onready={() => show("ready")} onscenario-change={({ detail }) => show(detail.scenario)}>
    <p>An example.</p></inference-estimator><output>{shown}</output></>;
}
`,
    "app/page.tsx": `import { estimate } from "inference-estimator/headless";
import { Widget } from "./widget";
export default function Page() { return <main><Widget /><p id="month">{String(${MONTH})}</p></main>; }
`,
  },
  build: [["next", "build", ...words]], server: ["next", "start", "-p", "PORT", "-H", "127.0.0.1"],
  says: ["<inference-estimator", 'id="month">45000'],
});

export const HOSTS = [
  vite("vite", "vite"),
  { ...vite("vite8", "vite8"), title: "Vite" },
  {
    name: "webpack", title: "webpack", tries: bothInPage, site: "dist",
    files: {
      "package.json": MODULE, "main.js": MAIN, "dist/index.html": PAGE('<script defer src="main.js"></script>', P),
      "webpack.config.js": 'export default { mode: "production", entry: "./main.js", performance: { hints: false } };\n',
    },
    build: [["webpack", "build"]],
  },
  {
    name: "parcel", title: "Parcel", tries: "element", site: "dist",
    files: {
      "package.json": '{ "private": true }', "yarn.lock": "",
      "index.html": PAGE('<script type="module" src="./main.js"></script>'), "main.js": 'import "inference-estimator";\n',
    },
    build: [["parcel", "build", "index.html", "--dist-dir", "dist", "--cache-dir", ".parcel-cache", "--no-cache", "--no-autoinstall"]],
  },
  {
    name: "rollup", title: "Rollup", tries: `${bothInPage}; the files are copied`, site: "dist",
    files: {
      "package.json": MODULE, "main.js": MAIN, "dist/index.html": PAGE('<script type="module" src="main.js"></script>', P),
      "rollup.config.js": 'import resolve from "@rollup/plugin-node-resolve";\nexport default { input: "main.js", output: { dir: "dist" }, plugins: [resolve({ browser: true })] };\n',
    },
    build: [["rollup", "-c", "--silent"], ["copy", "dist"]],
  },
  {
    name: "esbuild", title: "esbuild", tries: `${bothInPage}; the files are copied`, site: "dist",
    files: { "package.json": MODULE, "main.js": MAIN, "dist/index.html": PAGE('<script type="module" src="main.js"></script>', P) },
    build: [["esbuild", "main.js", "--bundle", "--format=esm", "--outdir=dist", "--log-level=error"], ["copy", "dist"]],
  },
  next("next", "Next.js (Turbopack)", []),
  next("next-webpack", "Next.js (webpack)", ["--webpack"]),
  {
    name: "vue", title: "Vue", versions: ["vue", "vite", "vue-tsc"], tries: `${bothInPage}; types of templates`, site: "dist",
    files: {
      "package.json": MODULE,
      "index.html": '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,"></head><body><div id="app"></div><script type="module" src="/main.ts"></script></body></html>',
      "main.ts": 'import { createApp } from "vue";\nimport "inference-estimator/vue";\nimport App from "./App.vue";\ncreateApp(App).mount("#app");\n',
      "env.d.ts": 'declare module "*.vue" { import type { DefineComponent } from "vue"; const component: DefineComponent; export default component; }\n',
      "App.vue": `<script setup lang="ts">
import { ref } from "vue";
import type { ScenarioChangeEvent } from "inference-estimator";
import { estimate } from "inference-estimator/headless";
const shown = ref("");
const month = String(${MONTH});
const changed = (event: ScenarioChangeEvent) => { shown.value = event.detail.scenario; };
</script>
<template><inference-estimator view="compact" theme="light" @scenario-change="changed"><p>An example.</p></inference-estimator><p id="month">{{ month }}</p></template>
`,
      "vite.config.js": 'import vue from "@vitejs/plugin-vue";\nexport default { plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === "inference-estimator" } } })], build: { target: "esnext" } };\n',
      "tsconfig.json": '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "esnext", "moduleResolution": "bundler", "target": "esnext", "lib": ["dom", "es2023"], "skipLibCheck": true, "types": [] }, "vueCompilerOptions": { "strictTemplates": true }, "include": ["*.ts", "*.vue"] }\n',
    },
    build: [["vue-tsc", "--noEmit"], ["vite", "build", "--logLevel", "error"]],
  },
  {
    name: "sveltekit", title: "SvelteKit", versions: ["@sveltejs/kit", "svelte", "vite", "svelte-check"], tries: `${bothBySsr}; types of templates`,
    files: {
      "package.json": MODULE,
      "svelte.config.js": 'import adapter from "@sveltejs/adapter-node";\nexport default { kit: { adapter: adapter() } };\n',
      "vite.config.js": 'import { sveltekit } from "@sveltejs/kit/vite";\nexport default { plugins: [sveltekit()] };\n',
      "tsconfig.json": '{ "extends": "./.svelte-kit/tsconfig.json", "compilerOptions": { "strict": true, "skipLibCheck": true } }\n',
      "src/app.html": '<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">%sveltekit.head%</head><body><div>%sveltekit.body%</div></body></html>',
      "src/routes/+page.server.ts": `import { estimate } from "inference-estimator/headless";\nexport const load = () => ({ month: ${MONTH} });\n`,
      "src/routes/+page.svelte": `<script lang="ts">
import "inference-estimator/svelte";
let { data }: { data: { month: number | null } } = $props();
let shown = $state("");
</script>
<inference-estimator view="compact" theme="light" onscenario-change={(event) => { shown = event.detail.scenario; }}><p>An example.</p></inference-estimator>
<p id="month">{data.month}</p><output>{shown}</output>
`,
    },
    build: [["svelte-kit", "sync"], ["svelte-check", "--threshold", "error"], ["vite", "build", "--logLevel", "error"]],
    server: ["node", "build/index.js"], says: ["<inference-estimator", 'id="month">45000'],
  },
  {
    name: "astro", title: "Astro", tries: bothBySsr, site: "dist", says: ["<inference-estimator", 'id="month">45000'],
    files: {
      "package.json": MODULE, "astro.config.mjs": "export default {};\n",
      "src/pages/index.astro": `---
import { estimate } from "inference-estimator/headless";
const month = ${MONTH};
---
${PAGE("", '<p id="month">{month}</p><script>import "inference-estimator";</script>')}
`,
    },
    build: [["astro", "build", "--silent"]],
  },
  {
    name: "docusaurus", title: "Docusaurus", versions: ["@docusaurus/core", "react"], tries: "element, imported where the pages are rendered", site: "build",
    says: ["<inference-estimator"],
    files: {
      "package.json": '{ "private": true, "name": "site", "version": "0.0.0", "browserslist": ["last 2 chrome versions"] }',
      "docusaurus.config.js": 'module.exports = { title: "A site", url: "https://example.org", baseUrl: "/", favicon: "data:,", presets: [["classic", { docs: false, blog: false, theme: {} }]] };\n',
      "src/pages/index.jsx": 'import React from "react";\nimport "inference-estimator";\nexport default function Page() { return <main><inference-estimator view="compact"><p>An example.</p></inference-estimator></main>; }\n',
    },
    build: [["docusaurus", "build"]],
  },
  {
    name: "workers", title: "Cloudflare Workers", versions: ["miniflare", "workerd", "esbuild"], tries: "calculation, in workerd",
    files: {
      "package.json": MODULE,
      "worker.js": `import { estimate } from "inference-estimator/headless";\nexport default { fetch: () => new Response(String(${MONTH})) };\n`,
      "run.js": `import { Miniflare } from "miniflare";
import { readdirSync } from "node:fs";
const wasm = readdirSync("out").find((name) => name.endsWith(".wasm"));
const worker = new Miniflare({ modulesRoot: "out", modules: [{ type: "ESModule", path: "out/worker.js" }, { type: "CompiledWasm", path: "out/" + wasm }], compatibilityDate: "2025-07-01" });
console.log(await (await worker.dispatchFetch("http://localhost/")).text());
await worker.dispose();
`,
    },
    build: [
      ["esbuild", "worker.js", "--bundle", "--format=esm", "--platform=neutral", "--conditions=workerd", "--loader:.wasm=copy", "--asset-names=[name]", "--outdir=out", "--log-level=error"],
      ["node", "run.js"],
    ],
    output: /45000\s*$/,
  },
  {
    name: "lambda", title: "AWS Lambda, bundled", versions: ["esbuild", "node"], tries: "calculation, one file for require",
    files: {
      "package.json": '{ "private": true }',
      "handler.js": `const { estimate } = require("inference-estimator/headless");\nexports.handler = async () => ${MONTH};\nif (require.main === module) exports.handler().then(console.log);\n`,
    },
    build: [["esbuild", "handler.js", "--bundle", "--platform=node", "--target=node20", "--outfile=out/handler.js", "--log-level=error"], ["node", "out/handler.js"]],
    output: /45000\s*$/,
  },
  {
    name: "commonjs", title: "Node, CommonJS", versions: ["node"], tries: "calculation, by require; element imported, which does nothing",
    files: {
      "package.json": '{ "private": true }',
      "run.js": `import("inference-estimator").then(() => console.log(require("inference-estimator/headless").${MONTH}));\n`,
    },
    build: [["node", "run.js"]], output: /45000\s*$/,
  },
  {
    name: "jsdom", title: "jsdom", tries: "element, loaded without an error; it shows its own content",
    files: {
      "package.json": MODULE,
      "run.js": `import { JSDOM, VirtualConsole } from "jsdom";
const virtualConsole = new VirtualConsole();
virtualConsole.on("jsdomError", (error) => { throw error; });
const { window } = new JSDOM("<inference-estimator><p>An example.</p></inference-estimator>", { virtualConsole, url: "https://example.org/" });
for (const name of ["window", "document", "HTMLElement", "customElements", "CustomEvent", "Event", "Node", "location", "MutationObserver"]) globalThis[name] = window[name];
await import("inference-estimator");
await new Promise((done) => setTimeout(done, 300));
console.log(document.querySelector("inference-estimator").view);
process.exit(0);
`,
    },
    build: [["node", "run.js"]], output: /compact\s*$/,
  },
];
