// The binary form of WebAssembly, as far as the build reads and writes it.

export const IMPORTS = 2;
export const EXPORTS = 7;
export const CODE = 10;

/** What every module begins with. */
export const MAGIC = Buffer.from("\0asm\x01\0\0\0");

/** The sections of a module: their number and their content. */
export function* sections(bytes) {
  const reader = new Reader(bytes.subarray(MAGIC.length));
  while (!reader.done()) {
    const id = reader.byte();
    yield { id, content: reader.bytes(reader.leb()) };
  }
}

/** A module of these sections. */
export function moduleOf(parts) {
  const written = parts.flatMap(({ id, content }) => [Buffer.of(id), leb(content.length), content]);
  return Buffer.concat([MAGIC, ...written]);
}

/** The module with one more section, which engines pass over. */
export function withSection(bytes, name, content) {
  return moduleOf([...sections(bytes), { id: 0, content: Buffer.concat([text(name), Buffer.from(content)]) }]);
}

/** What a section of imports lists: module and name, kind (0 is a function), and the bytes from the kind on. */
export function imports(content) {
  const reader = new Reader(content);
  const limits = () => {
    const hasMost = reader.byte() & 1;
    reader.leb();
    if (hasMost) reader.leb();
  };
  // What stands behind the kind: of a function its type, a table, a memory, a global.
  const skip = [() => reader.leb(), () => (reader.byte(), limits()), limits, () => reader.bytes(2)];
  return reader.list(() => {
    const from = reader.text();
    const name = reader.text();
    const start = reader.at;
    const kind = reader.byte();
    skip[kind]();
    return { from, name, kind, rest: reader.data.subarray(start, reader.at) };
  });
}

/** What a section of exports lists: the name, and the bytes behind it. */
export function exports(content) {
  const reader = new Reader(content);
  return reader.list(() => {
    const name = reader.text();
    const start = reader.at;
    reader.byte();
    reader.leb();
    return { name, rest: reader.data.subarray(start, reader.at) };
  });
}

/** A text as a module holds it. */
export function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([leb(bytes.length), bytes]);
}

/** A whole number as a module holds it. */
export function leb(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}

export class Reader {
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

  text() {
    return this.bytes(this.leb()).toString();
  }

  list(item) {
    return Array.from({ length: this.leb() }, item);
  }
}
