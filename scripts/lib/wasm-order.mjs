// The order of a module's functions, for brotli: bytes that were seen a short while ago cost less than bytes that were
// seen long ago. So functions of one type stand together, each behind the one it has most in common with.

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
  for (const { id, reader } of sections(bytes)) {
    if (id === 2) imported = importedFunctions(reader);
    if (id === 3) types = reader.list(() => reader.leb());
    if (id === 10) bodies = reader.list(() => withoutLocals(reader.bytes(reader.leb())));
  }
  return { imported, types, bodies };
}

function* sections(bytes) {
  const reader = new Reader(bytes.subarray(8));
  while (!reader.done()) {
    const id = reader.byte();
    yield { id, reader: new Reader(reader.bytes(reader.leb())) };
  }
}

function importedFunctions(reader) {
  const limits = () => {
    const hasMost = reader.byte() & 1;
    reader.leb();
    if (hasMost) reader.leb();
  };
  // What stands behind the kind: of a function its type, a table, a memory, a global.
  const skip = [() => reader.leb(), () => (reader.byte(), limits()), limits, () => reader.bytes(2)];
  const kinds = reader.list(() => {
    reader.bytes(reader.leb());
    reader.bytes(reader.leb());
    const kind = reader.byte();
    skip[kind]();
    return kind;
  });
  return kinds.filter((kind) => kind === 0).length;
}

function withoutLocals(body) {
  const reader = new Reader(body);
  reader.list(() => [reader.leb(), reader.byte()]);
  return body.subarray(reader.at);
}

class Reader {
  constructor(data) {
    this.data = data;
    this.at = 0;
  }

  done() {
    return this.at >= this.data.length;
  }

  byte() {
    return this.data[this.at++];
  }

  bytes(count) {
    this.at += count;
    return this.data.subarray(this.at - count, this.at);
  }

  leb() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  list(item) {
    return Array.from({ length: this.leb() }, item);
  }
}

function leb(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}
