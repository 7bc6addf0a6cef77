// The entries of a module under watch.

/**
 * The exports of an instance, each function wrapped. An exception that leaves one of them has skipped the code that would
 * have put the module's memory in order: a panic (a trap), memory that ran out, a recursion without end (`RangeError`, in
 * Firefox `InternalError`), an exception of the browser that nothing in the module expected. So whatever the exception is,
 * the module counts as stopped: `onStop` is called with it, once, and later calls do nothing.
 *
 * `watch` wraps a single function in the same way, for those that are reached through the table and not by name.
 */
export function watched(exports, onStop) {
  let isStopped = false;
  const watch = (entry) => (...values) => {
    if (isStopped) return undefined;
    try {
      return entry(...values);
    } catch (error) {
      isStopped = true;
      onStop(error);
      throw error;
    }
  };
  const entries = Object.entries(exports).map(([name, value]) => [name, typeof value === "function" ? watch(value) : value]);
  return { exports: Object.fromEntries(entries), watch };
}
