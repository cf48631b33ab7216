import assert from "node:assert/strict";
import { test } from "node:test";

import { Playback } from "../../rnnplay/labs/hello/component/playback.js";

globalThis.requestAnimationFrame ??= () => 1;
globalThis.cancelAnimationFrame ??= () => {};

/** A playback over updates 0 to `last`, of which those before `end` are at hand; it keeps the calls it made. */
function playback({ last = 1000, end = 100, walking = false } = {}) {
  const calls = [],
    setting = { last, end, walking };
  const made = new Playback({
    last: () => setting.last,
    end: () => setting.end,
    glide() {},
    moved: (from) => calls.push(["moved", from]),
    stopped: () => calls.push(["stopped"]),
    needsFrames: () => calls.push(["needsFrames"]),
    walking: () => setting.walking,
    walkBy: (n) => calls.push(["walk", n]),
  });
  return Object.assign(made, { calls, setting });
}

test("playing goes on to the last loaded frame, and asks for more", () => {
  const here = playback({ end: 5 });
  here.play();
  here.tick(3);
  here.tick(3);
  assert.deepEqual([here.pos, here.head, here.playing], [4, 4, true]);
  here.tick(1);
  assert.equal(here.pos, 4);
  assert.deepEqual(here.calls.at(-1), ["needsFrames"]);
});

test("playing ends where a first visit should stop, and at the last possible update", () => {
  for (const [until, last, expected] of [
    [12, 1000, 12],
    [null, 7, 7],
  ]) {
    const here = playback({ last });
    here.begin(0, 0, until);
    here.play();
    for (let i = 0; i < 20; i++) if (here.playing) here.tick(1);
    assert.deepEqual([here.pos, here.playing, here.until], [expected, false, null]);
    assert.deepEqual(here.calls.at(-1), ["stopped"]);
  }
});

test("the past is reached at once, the future one step at a time", () => {
  const here = playback();
  here.begin(10, 40, null);
  for (const [to, expected] of [
    [25, 25],
    [70, 40],
    [Infinity, 40],
    [41, 41],
    [43, 41],
    [-5, 0],
  ]) {
    here.seek(to);
    assert.equal(here.pos, expected, `to ${to}`);
  }
  assert.equal(here.head, 41);
});

test("only a single step glides, and only slow play does", () => {
  const here = playback();
  here.seek(1, true);
  here.seek(0);
  here.play();
  here.tick(1);
  here.speed = 60;
  here.tick(1);
  assert.deepEqual(
    here.calls.filter(([what]) => what === "moved"),
    [
      ["moved", 0],
      ["moved", null],
      ["moved", 0],
      ["moved", null],
    ],
  );
});

test("a walk plays at its own pace, and leaves the speed as it was", () => {
  const here = playback({ walking: true });
  here.speed = 60;
  here.play();
  assert.equal(here.clock.rate, 0.5);
  here.tick(1);
  assert.deepEqual(here.calls, [["walk", 1]]);
  here.setting.walking = false;
  here.stop();
  here.play();
  assert.equal(here.clock.rate, 60);
});
