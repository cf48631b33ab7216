// Tests of the key tables: a key has one meaning on a page, and the list of keys is complete.

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { keyName, listing, nameOnPage, registerKeys } from "../../rnnplay/app/presentation/keys.js";

const HERE = new URL("../../rnnplay/labs/", import.meta.url);
const LABS = readdirSync(HERE)
  .map((lab) => `${lab}/component/keys.js`)
  .filter((path) => existsSync(new URL(path, HERE)));

globalThis.window = {};
const tables = {};
for (const path of LABS) {
  const [lab] = path.split("/");
  tables[lab] = (await import(new URL(path, HERE))).KEYS;
  registerKeys(lab, tables[lab]);
}

test("labs bring their keys", () => {
  assert.ok(
    ["hello", "loop", "shapes"].every((lab) => lab in tables),
    String(LABS),
  );
});

test("no key means two things on one page", () => {
  for (const lab of [...Object.keys(tables), "a lab without keys"]) {
    const keys = listing(lab).flatMap(([keys]) => keys);
    assert.deepEqual(keys, [...new Set(keys)], lab);
  }
});

test("a key is called the same in its handler as in the list", () => {
  assert.equal(keyName(tables.hello, "ArrowRight"), "step");
  assert.equal(nameOnPage(" ", "loop"), "play");
  assert.equal(nameOnPage("PageDown", "hello", true), "on");
  assert.equal(nameOnPage("PageDown", "hello", false), undefined); // outside a lecture the page scrolls
  assert.equal(nameOnPage("r", "gap", true), undefined); // nothing is covered there
  assert.ok(listing("hello").every(([keys, says]) => keys.length && says));
});
