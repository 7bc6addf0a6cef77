// Names between a module and its glue. The binder ends them in sixteen digits of a hash, which no brotli makes smaller,
// and which both files hold.
import { EXPORTS, IMPORTS, exports, imports, leb, moduleOf, sections, text } from "./wasm.mjs";

const HASHED = /h?[0-9a-f]{16}$/;

/** The module and its glue, with a short name for each hashed one. */
export function shortNamed(bytes, glue) {
  const short = new Map();
  const shortOf = (name) => {
    if (HASHED.test(name) && !short.has(name)) short.set(name, `$${short.size.toString(36)}`);
    return short.get(name) ?? name;
  };
  const listed = (items) => Buffer.concat([leb(items.length), ...items]);
  const parts = [...sections(bytes)].map(({ id, content }) => {
    if (id === IMPORTS) {
      const items = imports(content).map(({ from, name, rest }) => [text(from), text(shortOf(name)), rest]);
      return { id, content: listed(items.map((parts) => Buffer.concat(parts))) };
    }
    if (id === EXPORTS) {
      const items = exports(content).map(({ name, rest }) => [text(shortOf(name)), rest]);
      return { id, content: listed(items.map((parts) => Buffer.concat(parts))) };
    }
    return { id, content };
  });
  let renamed = glue;
  for (const [name, to] of short) {
    if (!glue.includes(name)) throw new Error(`the glue does not know ${name}`);
    renamed = renamed.replaceAll(name, () => to);
  }
  return { bytes: moduleOf(parts), glue: renamed };
}

/** The module without the exports whose names `unused` fits, so that wasm-opt can leave out what only they call. */
export function withoutExports(bytes, unused) {
  return moduleOf([...sections(bytes)].map(({ id, content }) => {
    if (id !== EXPORTS) return { id, content };
    const kept = exports(content).filter(({ name }) => !unused.test(name));
    return { id, content: Buffer.concat([leb(kept.length), ...kept.flatMap(({ name, rest }) => [text(name), rest])]) };
  }));
}
