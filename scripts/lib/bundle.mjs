// Scripts as the browser gets them: bundled, and small in a release.
import { readFile } from "node:fs/promises";
import * as esbuild from "esbuild";

/** CSS is imported as text. */
const cssAsText = (release) => ({
  name: "css-as-text",
  setup: (build) => build.onLoad({ filter: /\.css$/ }, async ({ path: file }) => ({ contents: await css(file, release), loader: "text" })),
});

export async function css(file, release) {
  const { code } = await esbuild.transform(await readFile(file, "utf8"), { loader: "css", minify: release });
  return code;
}

const options = (release) => ({
  bundle: true, write: false, format: "esm", target: "es2022", minify: release, legalComments: "none",
  plugins: [cssAsText(release)],
});

/** The text of a module with all that it imports, but for `external` files; `define` are constants by name. */
export async function bundled(file, { release, external = [], define = {} }) {
  const { outputFiles } = await esbuild.build({ entryPoints: [file], external, define, ...options(release), minifySyntax: true });
  return outputFiles[0].text;
}

/**
 * The text of a module that exports one function, `instance`: each call runs the bundled file anew, with variables of its
 * own, and returns what the file exports. `names` are files by the name that they are imported under.
 */
export async function asFunction(file, { release, names }) {
  const { outputFiles } = await esbuild.build({
    ...options(release), entryPoints: [file], alias: names, format: "iife", globalName: "exported",
    banner: { js: "function instance(){" }, footer: { js: "return exported}\nexport{instance};" },
  });
  return outputFiles[0].text;
}
