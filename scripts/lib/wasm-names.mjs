// Names between a module and its glue. The binder ends them in sixteen digits of a hash, which no brotli makes smaller,
// and which both files hold.
import { CODE, EXPORTS, IMPORTS, Reader, exports, imports, leb, moduleOf, sections, text } from "./wasm.mjs";

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

// No locals; the instruction that stops; the end.
const STOPS = Buffer.of(3, 0, 0, 0x0b);

/**
 * The module without the bodies of the functions whose names `unused` fits. The table names them still, so wasm-opt would
 * keep them, and all that they call. The compiler must not have merged functions: one may then serve under another's name.
 */
export function withoutBodies(bytes, unused) {
  const all = [...sections(bytes)];
  const names = functionNames(all);
  const imported = all.find(({ id }) => id === IMPORTS);
  const first = imported ? imports(imported.content).filter(({ kind }) => kind === 0).length : 0;
  return moduleOf(all.map(({ id, content }) => {
    if (id !== CODE) return { id, content };
    const reader = new Reader(content);
    let index = first;
    const bodies = reader.list(() => {
      const body = reader.bytes(reader.leb());
      return unused.test(names.get(index++)) ? [STOPS] : [leb(body.length), body];
    });
    return { id, content: Buffer.concat([leb(bodies.length), ...bodies.flat()]) };
  }));
}

/** Names of functions by index, from the section of names. */
function functionNames(all) {
  const names = new Map();
  for (const { id, content } of all) {
    const reader = new Reader(content);
    if (id !== 0 || reader.text() !== "name") continue;
    while (!reader.done()) {
      const kind = reader.byte();
      const part = new Reader(reader.bytes(reader.leb()));
      if (kind === 1) part.list(() => names.set(part.leb(), part.text()));
    }
  }
  if (names.size === 0) throw new Error("the module has lost the names of its functions");
  return names;
}
