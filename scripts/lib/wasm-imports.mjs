// The imports of a WebAssembly module with their types, which no interface of JavaScript tells.

const IMPORTS = 2;
const KINDS = { 1: "table", 2: "memory", 3: "global" };
const TYPES = new Map([[0x7f, "i32"], [0x7e, "i64"], [0x7d, "f32"], [0x7c, "f64"], [0x70, "funcref"], [0x6f, "externref"]]);

/**
 * Tables, memories and globals that a module imports: name, and type as the text format writes it, with the kind as its
 * identifier. Anything else is an error: the files of the cut call each other through the table.
 * @param {Uint8Array} bytes
 * @returns {{ name: string, type: string }[]}
 */
export function importsOf(bytes) {
  let at = 8;
  const byte = () => bytes[at++];
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const next = byte();
      value += (next & 0x7f) * 2 ** shift;
      if (next < 0x80) return value;
    }
  };
  const text = () => {
    const length = number();
    at += length;
    return new TextDecoder().decode(bytes.subarray(at - length, at));
  };
  const limits = () => (byte() === 0 ? `${number()}` : `${number()} ${number()}`);
  const typed = (code) => {
    if (!TYPES.get(code)) throw new Error(`an import of the type ${code}`);
    return TYPES.get(code);
  };
  const types = {
    table: () => {
      const type = typed(byte());
      return `${limits()} ${type}`;
    },
    memory: limits,
    global: () => {
      const type = typed(byte());
      return byte() === 1 ? `(mut ${type})` : type;
    },
  };
  while (at < bytes.length) {
    const [section, length] = [byte(), number()];
    if (section !== IMPORTS) {
      at += length;
      continue;
    }
    return Array.from({ length: number() }, () => {
      text();
      const name = text();
      const kind = KINDS[byte()];
      if (!kind) throw new Error(`${name} is imported as something else than a table, a memory or a global`);
      return { name, type: `${kind} $${kind}${name.replaceAll(/\W/g, "")} ${types[kind]()}` };
    });
  }
  return [];
}
