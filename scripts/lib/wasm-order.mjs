// The order of a module's functions, for brotli: bytes that were seen a short while ago cost less than bytes that were
// seen long ago. So functions of one type stand together, each behind the one it has most in common with.
import { IMPORTS, Reader, imports, leb, sections } from "./wasm.mjs";

/** The module with a name for each function, such that their order by name is the order for brotli. */
export function namedForOrder(bytes) {
  const { imported, types, bodies } = functionsOf(bytes);
  const names = [];
  inOrder(types, bodies).forEach((place, position) => {
    const name = Buffer.from(`f${String(position).padStart(6, "0")}`);
    names[place] = Buffer.concat([leb(imported + place), leb(name.length), name]);
  });
  const map = Buffer.concat([leb(names.length), ...names]);
  const section = Buffer.concat([leb(4), Buffer.from("name"), Buffer.of(1), leb(map.length), map]);
  return Buffer.concat([bytes, Buffer.of(0), leb(section.length), section]);
}

function inOrder(types, bodies) {
  const parts = bodies.map(shingles);
  const groups = new Map();
  types.forEach((type, place) => groups.set(type, [...(groups.get(type) ?? []), place]));
  const byType = [...groups.keys()].sort((a, b) => a - b);
  return byType.flatMap((type) => chained(groups.get(type), bodies, parts));
}

// Of so many functions of about one size the most alike is looked for.
const WINDOW = 600;

function chained(group, bodies, parts) {
  const rest = [...group].sort((a, b) => bodies[a].length - bodies[b].length || a - b);
  const chain = rest.splice(0, 1);
  while (rest.length > 0) {
    const last = parts[chain.at(-1)];
    let best = 0;
    let most = -1;
    for (let each = 0; each < rest.length && each < WINDOW; each++) {
      const found = likeness(last, parts[rest[each]]);
      if (found > most) [best, most] = [each, found];
    }
    chain.push(...rest.splice(best, 1));
  }
  return chain;
}

/** What two sorted lists share, as a part of what both hold. */
function likeness(a, b) {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [left, right] = [a[i], b[j]];
    if (left === right) shared++;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return shared / (a.length + b.length - shared);
}

/** All runs of four bytes, as sorted numbers, each once. */
function shingles(body) {
  const found = new Set();
  for (let at = 0; at + 4 <= body.length; at++) found.add(body.readUInt32LE(at));
  return Uint32Array.from(found).sort();
}

/** How many functions are imported, and the type and code of each other one. */
function functionsOf(bytes) {
  let imported = 0;
  let types = [];
  let bodies = [];
  for (const { id, content } of sections(bytes)) {
    const reader = new Reader(content);
    if (id === IMPORTS) imported = imports(content).filter(({ kind }) => kind === 0).length;
    if (id === 3) types = reader.list(() => reader.leb());
    if (id === 10) bodies = reader.list(() => withoutLocals(reader.bytes(reader.leb())));
  }
  return { imported, types, bodies };
}

function withoutLocals(body) {
  const reader = new Reader(body);
  reader.list(() => [reader.leb(), reader.byte()]);
  return body.subarray(reader.at);
}
