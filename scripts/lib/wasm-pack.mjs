// Takes a module's code apart for brotli; pkg/src/packed.js puts it together again in the page.
import { AFTER, BEFORE, CONST, DECLARED, INT32, LONG, OPCODES, PARTS, SECTION, joined, passBody } from "../../pkg/src/packed.js";
import { CODE, MAGIC, Reader, leb, moduleOf, sections, text } from "./wasm.mjs";

/** An empty module that carries the parts of `module`. */
export function packed(module) {
  const parts = Array.from({ length: PARTS }, () => []);
  parts[BEFORE].push(MAGIC);
  let side = BEFORE;
  for (const { id, content } of sections(module)) {
    parts[side].push(Buffer.of(id));
    if (id === CODE) {
      takeApart(content, parts);
      side = AFTER;
    } else {
      parts[side].push(leb(content.length), content);
    }
  }
  const filled = parts.map((each) => Buffer.concat(each));
  const header = Uint32Array.from([module.length, ...filled.map(({ length }) => length)]);
  const carried = Buffer.concat([Buffer.from(header.buffer), ...filled]);
  if (!Buffer.from(joined(carried)).equals(module)) throw new Error("the parts do not make the module again");
  return moduleOf([{ id: 0, content: Buffer.concat([text(SECTION), carried]) }]);
}

function takeApart(content, parts) {
  const reader = new Reader(content);
  const bytes = (part, count) => { parts[part].push(reader.bytes(count)); };
  const number = (part) => {
    const start = reader.at;
    const value = reader.leb();
    parts[part].push(content.subarray(start, reader.at));
    return value;
  };
  const lengthHere = () => content.subarray(reader.at).findIndex((byte) => byte < 128) + 1;
  const opcode = () => {
    const op = reader.byte();
    if (op >= LONG && op < LONG + 6) throw new Error(`an instruction begins with ${op}`);
    const length = op === CONST ? lengthHere() : 1;
    parts[OPCODES].push(Buffer.of(length > 1 ? LONG + length : op));
    return op;
  };
  const int32 = () => { bytes(INT32 + lengthHere() - 1, lengthHere()); };
  for (let count = number(DECLARED); count > 0; count--) {
    const size = reader.leb();
    const end = reader.at + size;
    passBody({ opcode, number, int32, bytes });
    if (reader.at !== end) throw new Error("a function has an instruction that is not known here");
  }
}
