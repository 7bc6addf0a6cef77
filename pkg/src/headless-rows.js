// Prices of many requests: their kinds and counts go to the module in one call. What this file cannot take apart (a row that
// is no request) is priced, or refused, alone.
import { price, priceRows } from "./headless-glue.js";

/**
 * What each of `rows` costs, in their order: as `price` answers, or `{ error }` for a row without a price.
 * @param {readonly unknown[]} rows
 */
export function priceAll(rows) {
  if (!Array.isArray(rows)) throw new TypeError("priceAll takes an array of requests");
  const kinds = new Kinds();
  const kindOf = new Uint32Array(rows.length);
  const moments = [];
  /** @type {(object | undefined)[]} */
  const answers = new Array(rows.length);
  let known = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index];
    const kind = kinds.of(row);
    if (kind < 0) {
      answers[index] = priced(row);
    } else {
      kindOf[known] = kind;
      known += 1;
      moments.push(row.at);
    }
  }
  const { usd, said, models, remarks } = /** @type {any} */ (
    priceRows(kinds.forms, kindOf.subarray(0, known), moments.join("\n"), new Float64Array(kinds.counts)));
  let at = 0;
  for (let index = 0; index < rows.length; index += 1) {
    if (answers[index] === undefined) {
      const remark = said[at] < 0 ? [] : remarks[said[at]];
      answers[index] = typeof remark === "string"
        ? { error: remark }
        : { model: models[kindOf[at]], input_usd: usd[3 * at], output_usd: usd[3 * at + 1], total_usd: usd[3 * at + 2], notes: remark };
      at += 1;
    }
  }
  return answers;
}

/** @param {unknown} row */
function priced(row) {
  try {
    return price(/** @type {any} */ (row));
  } catch (error) {
    return { error: /** @type {Error} */ (error).message };
  }
}

/** @typedef {{ provider: unknown, context: string | undefined, names: string[], index: number }} Kind */

/** The kinds of requests among rows, and the counts of the rows in their order. */
class Kinds {
  /** @type {{ request: object, paths: string[][] }[]} */
  forms = [];
  /** @type {number[]} */
  counts = [];
  /** By the model's name. @type {Map<string, Kind[]>} */
  #flat = new Map();
  /** Those whose usage has objects inside, by all that is no number in them. @type {Map<string, number>} */
  #nested = new Map();

  /** The kind of a row, whose counts are kept; -1 for what is no request in the usual form. @param {any} row */
  of(row) {
    if (!isPlain(row) || typeof row.model !== "string" || typeof row.at !== "string" || row.at.includes("\n") || !isPlain(row.usage)) return -1;
    const { provider, model, context, usage } = row;
    if (provider != null && typeof provider !== "string") return -1;
    if (context != null && !isPlain(context)) return -1;
    const asked = context == null ? undefined : JSON.stringify(context);
    const before = this.counts.length;
    const kinds = this.#flat.get(model) ?? [];
    this.#flat.set(model, kinds);
    for (const kind of kinds) {
      if (kind.provider === provider && kind.context === asked && this.#takes(kind.names, usage)) return kind.index;
      this.counts.length = before;
    }
    const shape = this.#shape(usage);
    if (shape === undefined) {
      this.counts.length = before;
      return -1;
    }
    const names = Object.keys(usage);
    if (names.every((name) => typeof usage[name] === "number")) {
      const index = this.#add(row);
      kinds.push({ provider, context: asked, names, index });
      return index;
    }
    const key = `${provider ?? ""}\0${model}\0${asked}\0${shape}`;
    const known = this.#nested.get(key);
    if (known !== undefined) return known;
    const index = this.#add(row);
    this.#nested.set(key, index);
    return index;
  }

  /** Whether a usage has numbers by exactly these names in this order, which are kept. @param {string[]} names @param {Record<string, unknown>} usage */
  #takes(names, usage) {
    let at = 0;
    for (const name in usage) {
      const count = usage[name];
      if (name !== names[at] || typeof count !== "number" || !Number.isFinite(count)) return false;
      this.counts.push(count);
      at += 1;
    }
    return at === names.length;
  }

  /** @param {any} row */
  #add({ provider, model, at, context, usage }) {
    /** @type {string[][]} */
    const paths = [];
    const request = { provider: provider ?? null, model, at, context: context ?? null, usage: zeros(usage, [], paths) };
    return this.forms.push({ request, paths }) - 1;
  }

  /** All of an object but its numbers, as text; the numbers are kept. @param {Record<string, unknown>} object @returns {string | undefined} */
  #shape(object) {
    let text = "";
    for (const name in object) {
      const value = object[name];
      if (typeof value === "number") {
        if (!Number.isFinite(value)) return undefined;
        this.counts.push(value);
        text += `${name}\x01`;
      } else if (isPlain(value)) {
        const inner = this.#shape(value);
        if (inner === undefined) return undefined;
        text += `${name}{${inner}}`;
      } else if (value === null || typeof value === "string") {
        text += `${name}=${JSON.stringify(value)}\x01`;
      } else {
        return undefined;
      }
    }
    return text;
  }
}

/** A copy with zeros for its numbers, and the names that lead to them. @param {Record<string, any>} object @param {string[]} path @param {string[][]} paths @returns {object} */
function zeros(object, path, paths) {
  /** @type {Record<string, unknown>} */
  const copy = {};
  for (const name in object) {
    const value = object[name];
    const here = [...path, name];
    if (typeof value === "number") paths.push(here);
    copy[name] = typeof value === "number" ? 0 : isPlain(value) ? zeros(value, here, paths) : value;
  }
  return copy;
}

/** @param {unknown} value @returns {value is Record<string, any>} */
function isPlain(value) {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
