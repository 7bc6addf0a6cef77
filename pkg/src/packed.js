// A module whose code is taken apart, so that it packs better: opcodes with opcodes, locals with locals. Brotli makes a
// tenth less of it. The file is a module all the same: an empty one, which carries the parts in a section of its own. So it
// is fetched, typed, cached, and found to be cut off like any other.

export const SECTION = "parts";

// The parts. What precedes and follows the code; declarations of locals; opcodes; then what stands behind an opcode, each
// kind for itself. An i32 has a part for each length, an alignment one for each instruction.
export const BEFORE = 0, AFTER = 1, OPCODES = 2, INT32 = 3; // to 7
export const DECLARED = 8;
const BLOCK = 9, LABEL = 10, TARGETS = 11, CALL = 12, TYPE = 13, LOCAL = 14, GLOBAL = 15, OTHER = 16,
  OFFSET = 17, INT64 = 18, FLOAT = 19, ALIGNMENT = 20;
const FIRST_LOAD = 0x28, LAST_STORE = 0x3e;
export const CONST = 0x41;
export const PARTS = ALIGNMENT + LAST_STORE - FIRST_LOAD + 1;
const HEADER = 4 * (PARTS + 1);
/** In the part of opcodes, an i32.const of `LONG + n` has n bytes; no instruction begins with these. */
export const LONG = 0xe0;

/** Passes on one function's body. `io` moves an opcode, a number, an i32 or some bytes from or to the part it is told. */
export function passBody({ opcode, number, int32, bytes }) {
  const numbers = (count, part) => { while (count-- > 0) number(part); };
  for (let count = number(DECLARED); count > 0; count--) numbers(2, DECLARED);
  for (let depth = 0; depth >= 0;) {
    const op = opcode();
    if (op === 0x0b) depth--;
    else if (op > 0x01 && op < 0x05) { depth++; number(BLOCK); }
    else if (op === 0x0c || op === 0x0d) number(LABEL);
    else if (op === 0x0e) numbers(number(TARGETS) + 1, TARGETS);
    else if (op === 0x10) number(CALL);
    else if (op === 0x11) numbers(2, TYPE);
    else if (op === 0x1c) numbers(number(OTHER), OTHER);
    else if (op > 0x1f && op < 0x23) number(LOCAL);
    else if (op === 0x23 || op === 0x24) number(GLOBAL);
    else if (op >= FIRST_LOAD && op <= LAST_STORE) { number(ALIGNMENT + op - FIRST_LOAD); number(OFFSET); }
    else if (op === CONST) int32();
    else if (op === 0x42) number(INT64);
    else if (op === 0x43 || op === 0x44) bytes(FLOAT, op === 0x43 ? 4 : 8);
    else if (op === 0x25 || op === 0x26 || op === 0x3f || op === 0x40 || op === 0xd0 || op === 0xd2) number(OTHER);
    else if (op === 0xfc) {
      const which = number(OPCODES);
      // Conversions have nothing behind them; memory.copy and table.copy and their kin have two indices, the rest one.
      if (which > 7) numbers(which < 15 && which % 2 === 0 ? 2 : 1, OTHER);
    }
  }
}

/** The module that `carrier` holds the parts of; itself, if it holds none. */
export async function unpacked(carrier) {
  const [section] = WebAssembly.Module.customSections(carrier, SECTION);
  return section ? WebAssembly.compile(joined(new Uint8Array(section))) : carrier;
}

/** The bytes of a module from its parts: their lengths, after that of the whole, and then they themselves. */
export function joined(packed) {
  const [length, ...lengths] = new Uint32Array(Uint8Array.from(packed.subarray(0, HEADER)).buffer);
  const out = new Uint8Array(length);
  let from = HEADER, to = 0, long = 1;
  const heads = lengths.map((each) => (from += each) - each);
  const number = (part) => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = out[to++] = packed[heads[part]++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const bytes = (part, count) => { while (count-- > 0) out[to++] = packed[heads[part]++]; };
  const opcode = () => {
    const op = packed[heads[OPCODES]++];
    long = op > LONG && op < LONG + 6 ? op - LONG : 1;
    return out[to++] = long > 1 ? CONST : op;
  };
  const io = { opcode, number, int32: () => bytes(INT32 + long - 1, long), bytes };
  /** What `write` puts out, with its length before it. */
  const sized = (write) => {
    const start = to += 5;
    write();
    let rest = to - start, at = start - 5;
    for (; rest > 127; rest >>>= 7) out[at++] = rest & 127 | 128;
    out[at++] = rest;
    out.copyWithin(at, start, to);
    to -= start - at;
  };
  bytes(BEFORE, lengths[BEFORE]);
  sized(() => { for (let count = number(DECLARED); count > 0; count--) sized(() => passBody(io)); });
  bytes(AFTER, lengths[AFTER]);
  return out;
}
