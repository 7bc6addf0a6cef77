// Writes the tables of src/tokens/data and the reference counts of tests/tokens from the npm package `tiktoken` (MIT, the vocabularies
// of openai/tiktoken): node scripts/token-tables.mjs FOLDER_OF_THE_PACKAGE
//
// NAME.merges: a token is one byte or the join of two tokens before it. Six planes of bytes, high, middle and low of the left rank, then
// of the right one, for every token behind the 256 single bytes.
// classes.bin: for every code point at which the general category changes in a way that counts, the distance from the one before
// as a variable-length number (seven bits a byte, the lowest first), then the class.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const folder = path.resolve(process.argv[2] ?? "");
const fromPackage = createRequire(path.join(folder, "package.json"));
const { get_encoding } = fromPackage("./tiktoken.cjs");

/** The bytes of every token in order of rank. */
function vocabulary(name) {
  const { bpe_ranks } = JSON.parse(readFileSync(path.join(folder, `encoders/${name}.json`), "utf8"));
  const tokens = [];
  for (const line of bpe_ranks.split("\n").filter(Boolean)) {
    const [, offset, ...words] = line.split(" ");
    words.forEach((word, at) => { tokens[Number(offset) + at] = Buffer.from(word, "base64"); });
  }
  return tokens;
}

/** The two ranks whose join a token is: merging by rank until two parts are left. */
function partsOf(token, rank, ranks) {
  const parts = [...token].map((byte) => Buffer.from([byte]));
  while (parts.length > 2) {
    let best = Infinity;
    let at = -1;
    for (let i = 0; i + 1 < parts.length; i++) {
      const found = ranks.get(Buffer.concat([parts[i], parts[i + 1]]).toString("latin1"));
      if (found !== undefined && found < best && found < rank) [best, at] = [found, i];
    }
    if (at < 0) throw new Error(`token ${rank} is no join of two`);
    parts.splice(at, 2, Buffer.concat([parts[at], parts[at + 1]]));
  }
  return parts.map((part) => ranks.get(part.toString("latin1")));
}

function writeMerges(name, file) {
  const tokens = vocabulary(name);
  const ranks = new Map(tokens.map((token, rank) => [token.toString("latin1"), rank]));
  const count = tokens.length - 256;
  const planes = Buffer.alloc(6 * count);
  tokens.slice(256).forEach((token, at) => {
    const [left, right] = partsOf(token, at + 256, ranks);
    [left >> 16, left >> 8, left, right >> 16, right >> 8, right].forEach((byte, plane) => {
      planes[plane * count + at] = byte & 0xff;
    });
  });
  writeFileSync(file, planes);
  console.log(`${file}: ${count} merges, first bytes ${tokens.slice(0, 3).map((token) => token[0])}`);
}

function writeClasses(file) {
  const classes = [/[\p{Lu}\p{Lt}]/u, /\p{Ll}/u, /[\p{Lm}\p{Lo}]/u, /\p{M}/u, /\p{N}/u];
  const bytes = [];
  let before = 0;
  let last = 0;
  for (let code = 0; code < 0x110000; code++) {
    const isSurrogate = code >= 0xd800 && code < 0xe000;
    const found = isSurrogate ? 0 : classes.findIndex((each) => each.test(String.fromCodePoint(code))) + 1;
    if (found === last) continue;
    let distance = code - before;
    for (; distance > 0x7f; distance >>= 7) bytes.push((distance & 0x7f) | 0x80);
    bytes.push(distance, found);
    [before, last] = [code, found];
  }
  writeFileSync(file, Buffer.from(bytes));
  console.log(`${file}: ${bytes.length} bytes, Unicode ${process.versions.unicode}`);
}

/** Text of many kinds; the same for the same seed. */
function* texts(count, seed) {
  let state = seed;
  const below = (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const ranges = [
    [0x20, 0x7e], [0x61, 0x7a], [0x41, 0x5a], [0x30, 0x39], [0xc0, 0x17f], [0x370, 0x3ff], [0x400, 0x4ff], [0x5d0, 0x5ea],
    [0x600, 0x6ff], [0x900, 0x97f], [0xe00, 0xe5b], [0x3040, 0x30ff], [0x4e00, 0x9fff], [0xac00, 0xd7a3], [0x1f300, 0x1f64f],
    [0x300, 0x36f], [0x2000, 0x206f], [0x2160, 0x218f], [0x1d400, 0x1d7ff], [0x1f1e6, 0x1f1ff],
  ];
  const words = [
    " ", "  ", "\n", "\r\n", "\n\n", "\t", " \n ", "'s", "'LL", "'ſ", "don't", "I'd've", "HTTPServer", "camelCase", "XMLHttp2", "://",
    "//", "...", "{\"a\": ", "}", "=>", "1234567", "3.14", "\u200d", "\ufe0f", "\u0301", "<|endoftext|>", "ǅ", "ʰ", "ª", "\u00a0", "\u3000", "\u0085",
    "the", " the", "The", " quick", "schön", "Straße", "日本語", "한국어", "हिन्दी", "العربية", "русский", "ไทย",
  ];
  for (let n = 0; n < count; n++) {
    let text = "";
    for (let length = 1 + below(12); length > 0; length--) {
      if (below(2)) text += words[below(words.length)];
      else {
        const [from, to] = ranges[below(ranges.length)];
        for (let more = 1 + below(8); more > 0; more--) text += String.fromCodePoint(from + below(to - from + 1));
      }
    }
    yield text;
  }
}

function writeCounts(file, count) {
  const encodings = ["o200k_base", "cl100k_base"].map((name) => get_encoding(name));
  const lines = [...texts(count, 7)].map((text) => JSON.stringify([text, ...encodings.map((each) => each.encode(text, [], []).length)]));
  writeFileSync(file, `${lines.join("\n")}\n`);
  console.log(`${file}: ${lines.length} texts`);
}

writeMerges("o200k_base", "src/tokens/data/o200k.merges");
writeMerges("cl100k_base", "src/tokens/data/cl100k.merges");
writeClasses("src/tokens/data/classes.bin");
writeCounts(process.argv[3] ?? "tests/tokens/counts.jsonl", Number(process.argv[4] ?? 1000));
