// Tests of the shares and sentences beside a letter.

import assert from "node:assert/strict";
import test from "node:test";

import { percent } from "../../rnnplay/labs/text/component/probability_bars.js";
import { cameNext } from "../../rnnplay/labs/text/component/read_letter.js";

test("a share is written with two digits, however small, and never as more than it is", () => {
  const said = {
    0: "0 %",
    1: "100 %",
    0.5: "50 %",
    0.42: "42 %",
    0.0994: "9.9 %",
    0.042: "4.2 %",
    0.00042: "0.042 %",
    0.00003: "0.0030 %",
  };
  for (const [share, text] of Object.entries(said)) assert.equal(percent(Number(share)), text);
  for (let k = 0; k < 400; k++) {
    const share = 10 ** (-k / 100),
      text = percent(share);
    assert.match(text, /^\d+(\.\d+)? %$/);
    assert.ok(Math.abs(parseFloat(text) / 100 - share) <= 0.051 * share, `${share} is said as ${text}`);
  }
});

test("the next letter is marked in the list or named with its share; after the last letter there is none", () => {
  const rows = [{ kind: "" }, { kind: "came" }];
  assert.equal(cameNext("a", rows, 1, "a"), "\u2190 came. ");
  assert.equal(cameNext("\n", rows.slice(0, 1), 7, "\u23ce"), "\u23ce came, expected with 0.78 %. ");
  assert.equal(cameNext(undefined, rows, undefined, undefined), "");
});
