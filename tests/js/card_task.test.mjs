import assert from "node:assert/strict";
import { test } from "node:test";

import { meets, stateOf, verdict } from "../../rnnplay/tour/overlay/card_task.js";
import { Progress } from "../../rnnplay/tour/overlay/progress.js";

test("a condition is judged on known values, and without a value it is not met", () => {
  for (const [condition, text] of [
    ["absent", undefined],
    [">=12", "12"],
    [">=1.1", "1.15"],
    ["<=0.3", "0.3"],
    ["=x y", "x y"],
    ["!=banana", "bananabanana"],
    ["^0,1,2", "0,1,2,3"],
    ["^0,1,2", "0,1,2"],
    ["absent or ^0", undefined],
    ["absent or ^0", "0,1"],
  ])
    assert.ok(meets(condition, text), `${condition} of ${text}`);
  for (const [condition, text] of [
    ["absent", ""],
    [">=12", "9"],
    [">=12", "many"],
    [">=0", undefined],
    ["<=0.3", ""],
    ["<=0.3", "0.35"],
    ["=x", "y"],
    ["!=x", undefined],
    ["!=x", "x"],
    ["^0,1", "0,12"],
    ["absent or ^0", "1"],
  ])
    assert.ok(!meets(condition, text), `${condition} of ${text}`);
});

test("a card is over when it is guessed and done, in either order, and a wrong guess is corrected", () => {
  const card = { done: { update: ">=1" }, choices: ["none", "all"], answer: 1 };
  assert.deepEqual(stateOf(card, { update: "1" }, undefined), { acted: true, guessed: false, over: false });
  assert.equal(stateOf(card, { update: "0" }, 1).over, false);
  assert.equal(stateOf(card, { update: "2" }, 0).over, true);
  assert.equal(stateOf({ done: {}, choices: ["a", "b"], answer: 0 }, {}, 1).over, true);
  assert.equal(verdict(card, 1), "As you guessed.");
  assert.match(verdict(card, 0), /all\.$/);
  assert.equal(verdict({ choices: [] }, undefined), "");
});

test("progress is kept; foreign text in the storage, or no storage, does no harm", () => {
  const held = new Map(),
    storage = { getItem: (key) => held.get(key) ?? null, setItem: (key, text) => held.set(key, text) },
    slugs = ["a", "b"];
  const first = new Progress(() => storage, slugs);
  first.reach("b");
  first.finish("a");
  const again = new Progress(() => storage, slugs);
  assert.equal(again.at, "b");
  assert.deepEqual([...again.done], ["a"]);
  for (const text of ["{", "null", '{"at":"gone","done":["a","gone",3]}', '{"done":7}']) {
    held.set("rnnplay-tour", text);
    const found = new Progress(() => storage, slugs);
    assert.equal(found.at, null);
    assert.ok([...found.done].every((slug) => slugs.includes(slug)));
  }
  const closed = new Progress(() => {
    throw new Error("forbidden");
  }, slugs);
  closed.reach("a");
  assert.equal(closed.at, "a");
});
