// One running instance of the module. The build bundles this file with the glue that wasm-bindgen writes (`--target
// bundler`: functions to import, and `__wbg_set_wasm` to hand them the exports) and puts the result into a function, since
// the glue keeps the instance in variables of its own: each call of that function makes an instance with glue of its own.
import * as glue from "wasm-bindgen-glue";
import { exportNames, imports, loaders, modules, parts } from "module-names";
import { watched } from "./watched.js";

/**
 * Starts a compiled module.
 * @param {WebAssembly.Module} module the main file
 * @param {object} host
 * @param {(error: unknown) => void} host.onStop called when the module stops
 * @param {(name: string) => Promise<WebAssembly.Module>} host.compiled one of the other files, compiled
 * @param {(part: string) => Promise<void>} host.dressed resolves once the style rules of a part are in force
 */
export async function start(module, { onStop, compiled, dressed }) {
  let exports, entries;
  const running = new Map();
  const run = (name) => {
    if (!running.has(name)) {
      const started = compiled(name).then((file) => WebAssembly.instantiate(file, { main: exports }));
      started.catch(() => running.delete(name));
      running.set(name, started);
    }
    return running.get(name);
  };
  const loaded = async (part) => {
    await Promise.all([...parts[part].map(compiled), dressed(part)]);
    for (const name of parts[part]) await run(name);
  };
  // The module calls `__wasm_split_load_…`, and is called back through its table with whether the part is there.
  const loaderOf = (name) => {
    const part = name.replace("__wasm_split_load_", "");
    return async (callback, data) => {
      const isHere = await loaded(part).then(() => 1, () => 0);
      entries.watch(exports.__indirect_function_table.get(callback))(data, isHere);
    };
  };
  const given = { [modules[0]]: { ...imports } };
  for (const [short, name] of Object.entries(loaders)) {
    given[modules[1]] ??= {};
    given[modules[1]][short] = loaderOf(name);
  }

  const instance = await WebAssembly.instantiate(module, given);
  exports = Object.fromEntries(Object.entries(exportNames).map(([name, short]) => [name, instance.exports[short]]));
  entries = watched(exports, onStop);
  glue.__wbg_set_wasm(entries.exports);
  entries.exports.__wbindgen_start();
  return { mount: glue.mount, Book: glue.Book, memory: exports.memory };
}
