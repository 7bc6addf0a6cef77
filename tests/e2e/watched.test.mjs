// How a stop of the module is heard, without a module.
import assert from "node:assert/strict";
import { test } from "node:test";
import { watched } from "../../pkg/src/watched.js";

const stops = [
  new WebAssembly.RuntimeError("unreachable"), new RangeError("Maximum call stack size exceeded"), new Error("too much recursion"),
  new TypeError("what a function of the browser throws"), "text",
];

for (const error of stops) {
  test(`an entry that throws ${error} stops the module, once, and the caller gets the exception`, () => {
    const heard = [];
    const { exports } = watched({ entry: () => { throw error; }, other: () => 7 }, (each) => heard.push(each));
    assert.equal(exports.other(), 7);
    assert.throws(() => exports.entry(), (thrown) => thrown === error);
    assert.deepEqual(heard, [error]);
    assert.equal(exports.entry(), undefined, "a stopped module is not entered again");
    assert.equal(exports.other(), undefined);
    assert.deepEqual(heard, [error]);
  });
}

test("what an entry is given and returns goes through, and what is no function is left as it is", () => {
  const memory = { buffer: 1 };
  const { exports, watch } = watched({ add: (a, b) => a + b, memory }, assert.fail);
  assert.equal(exports.add(2, 3), 5);
  assert.equal(exports.memory, memory);
  assert.equal(watch((value) => value * 2)(4), 8);
});

test("a function of the table is an entry, too", () => {
  const heard = [];
  const { exports, watch } = watched({ other: () => 7 }, (each) => heard.push(each));
  assert.throws(watch(() => { throw new RangeError("full"); }), RangeError);
  assert.equal(heard.length, 1);
  assert.equal(exports.other(), undefined);
});
