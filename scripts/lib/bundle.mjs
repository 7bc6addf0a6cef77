// Scripts as the browser gets them: bundled, and small in a release.
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as esbuild from "esbuild";

/** CSS is imported as text. A quick build has no part for later: the widget's sheet brings the rules of that, too. */
const cssAsText = (release) => ({
  name: "css-as-text",
  setup: (build) => build.onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
    const files = release || !file.endsWith("widget.css") ? [file] : [file, "style/later.css"];
    return { contents: (await Promise.all(files.map((each) => css(each, release)))).join(""), loader: "text" };
  }),
});

export async function css(file, release) {
  const { code } = await esbuild.transform(await readFile(file, "utf8"), { loader: "css", minify: release });
  return code;
}

const options = (release) => ({
  bundle: true, write: false, format: "esm", target: "es2022", minify: release, legalComments: "none",
  plugins: [cssAsText(release)],
});

/** The text of a module with all that it imports, but for `external` files. */
export async function bundled(file, { release, external = [] }) {
  const { outputFiles } = await esbuild.build({ entryPoints: [file], external, ...options(release) });
  return outputFiles[0].text;
}

/** The text of one module that stands alone; its exports come last, in one statement. */
export async function minified(source, release) {
  const { outputFiles } = await esbuild.build({ stdin: { contents: source, resolveDir: path.resolve(".") }, ...options(release) });
  return outputFiles[0].text;
}
