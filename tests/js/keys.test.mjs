// The table of keys: one key means one thing at one place, and the list tells all of them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { keyName, listing } from "../../rnnplay/app/presentation/keys.js";

const LABS = ["hello", "loop", "shapes", "step", "gap", "text", "glossary"];

test("no key means two things on one page", () => {
  for (const lab of LABS) {
    const keys = listing(lab).flatMap(([keys]) => keys);
    assert.deepEqual(keys, [...new Set(keys)], lab);
  }
});

test("a key is called the same in its handler as in the list", () => {
  assert.equal(keyName("ArrowRight", "hello"), "step");
  assert.equal(keyName(" ", "loop"), "play");
  assert.equal(keyName("PageDown", "lecture"), "on");
  assert.equal(keyName("PageDown", "hello"), undefined); // outside a lecture the page scrolls
  assert.equal(keyName("r", "gap"), undefined); // nothing is covered there
  assert.ok(listing("hello").every(([keys, says]) => keys.length && says));
});
