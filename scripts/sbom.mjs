// What the npm package is made of, as CycloneDX 1.5: the crates that are linked into its WebAssembly files, with the digests
// of Cargo.lock. Written by ./dev sbom and ./dev release; the same commit gives the same bytes.
//   node scripts/sbom.mjs FILE
import { readFileSync, writeFileSync } from "node:fs";
import { linkedCrates } from "./lib/linked-crates.mjs";

const [file] = process.argv.slice(2);
if (!file) throw new Error("usage: node scripts/sbom.mjs FILE");
const { name, version, license } = JSON.parse(readFileSync("pkg/package.json", "utf8"));

const digests = new Map();
for (const block of readFileSync("Cargo.lock", "utf8").split("[[package]]")) {
  const value = (key) => new RegExp(`^${key} = "(.*)"$`, "m").exec(block)?.[1];
  digests.set(`${value("name")} ${value("version")}`, value("checksum"));
}

const components = linkedCrates().map((crate) => {
  const digest = digests.get(`${crate.name} ${crate.version}`);
  const reference = `pkg:cargo/${crate.name}@${crate.version}`;
  return {
    type: "library", "bom-ref": reference, name: crate.name, version: crate.version, purl: reference,
    ...(crate.license ? { licenses: [{ expression: crate.license.replaceAll("/", " OR ") }] } : {}),
    ...(digest ? { hashes: [{ alg: "SHA-256", content: digest }] } : {}),
    ...(crate.repository ? { externalReferences: [{ type: "vcs", url: crate.repository }] } : {}),
  };
});
const root = `pkg:npm/${name}@${version}`;
const sbom = {
  bomFormat: "CycloneDX", specVersion: "1.5", version: 1,
  metadata: { component: { type: "library", "bom-ref": root, name, version, purl: root, licenses: [{ license: { id: license } }] } },
  components,
  dependencies: [{ ref: root, dependsOn: components.map((each) => each["bom-ref"]) }],
};
writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
console.log(`${file}: ${components.length} components`);
