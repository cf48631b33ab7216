import assert from "node:assert/strict";
import { test } from "node:test";

import { searchOf } from "../../rnnplay/labs/hello/component/player_model.js";
import { pressing } from "../../rnnplay/labs/hello/component/notices.js";
import { questionOf } from "../../rnnplay/labs/hello/component/questions.js";
import { sentence } from "../../rnnplay/labs/hello/component/screen_reader_sentences.js";
import { example, RNN } from "./network.mjs";

const calm = {
  stopped: null,
  header: { trained: 50, message: "" },
  pos: 3,
  here: true,
  ahead: 40,
  lost: false,
  cut: false,
  read: undefined,
};

test("there is no notice when all is well, and otherwise the most urgent one", () => {
  assert.equal(pressing(calm), null);
  const message = { ...calm, header: { trained: 50, message: "Too long." } };
  assert.deepEqual(pressing(message), { sentence: "Too long.", close: true });
  assert.equal(pressing({ ...message, read: "Too long." }), null);
  assert.match(pressing({ ...message, cut: true }).sentence, /connection to the server is lost. 40 updates ahead/);
  assert.match(pressing({ ...message, lost: true, ahead: 0 }).sentence, /does not answer; still asking\.$/);
  assert.deepEqual(pressing({ ...calm, here: false, pos: 3000 }).action, ["Show that one", "seek", 50]);
  const stopped = { update: 3, reason: "It overflowed.", suggest: 0.05 };
  assert.deepEqual(pressing({ ...message, stopped }), {
    sentence: "It overflowed.",
    action: ["Go on with learning rate 0.050", "rate", 0.05],
  });
  assert.equal(pressing({ ...calm, stopped, pos: 2 }), null);
});

test("a waiting visitor reads the reason as soon as all loaded frames are shown", () => {
  const later = { seconds: 2, sentence: "You are number 2 in the queue." };
  assert.equal(pressing({ ...calm, later }), null);
  assert.deepEqual(pressing({ ...calm, later, ahead: 0 }), { sentence: later.sentence });
  assert.deepEqual(pressing({ ...calm, later, unanswered: true }), { sentence: later.sentence });
  assert.match(pressing({ ...calm, later, ahead: 0, cut: true }).sentence, /connection/);
});

test("the address holds the experiment, the update, and every choice that is not the default", () => {
  const header = { link: "text=a%26b%3D&lr=0.5~7%3A0.1", limits: { usual: 2 } };
  const read = (here) => Object.fromEntries(new URLSearchParams(searchOf(header, here)));
  assert.deepEqual(read({ pos: 7, show: "scores", ups: 2 }), { text: "a&b=", lr: "0.5~7:0.1", update: "7" });
  assert.deepEqual(read({ pos: 0, show: "probabilities", ups: 60 }), {
    text: "a&b=",
    lr: "0.5~7:0.1",
    update: "0",
    show: "probabilities",
    speed: "60",
  });
});

test("a question about a box is about the number in it", () => {
  const { network } = example(RNN),
    values = new Float32Array(12);
  const backward = { phase: "backward", lens: { scores: { values }, state: { values } } };
  assert.equal(questionOf(network, "y:1:2", "scores", null), "y:1:2");
  assert.equal(questionOf(network, "y:1:2", "probabilities", null), "p:1:2");
  assert.equal(questionOf(network, "y:1:2", "scores", { phase: "loss", lens: {} }), "p:1:2");
  assert.equal(questionOf(network, "y:1:2", "probabilities", backward), "dy:1:2");
  assert.equal(questionOf(network, "h:0:1", "scores", backward), "dh:0:1");
  assert.equal(questionOf(network, "loss:0:0", "probabilities", backward), "loss:0:0");
});

test("a screen reader's number is the number drawn", () => {
  const { network, frame } = example(RNN),
    shown = { ...frame, top: Float32Array.of(1, 1, 1) },
    before = { ...frame, y: frame.y.map((v) => v - 0.5) };
  const say = (id, look) => sentence(network, shown, before, look, id);
  assert.match(say("y:0:1", { show: "scores" }), /^score of b at step 1: .*, changed by \+0\.50, wanted/);
  assert.match(say("y:0:0", { show: "probabilities" }), /^probability of a at step 1: 0\.\d{3}, .*not wanted/);
  assert.match(say("h:2:1", { show: "scores" }), /^h 2 at step 3: /);
  assert.match(say("x:1:1", { show: "scores" }), /input for b at step 2: 1/);
  const walking = { show: "scores", lens: { scores: { ready: (t) => t < 1 }, state: { ready: (t) => t < 1 } } };
  assert.match(say("y:2:0", walking), /not computed yet/);
  const values = new Float32Array(12).fill(0.25);
  assert.match(
    say("y:0:0", { show: "scores", lens: { scores: { ready: () => true, values, label: "dL/dy" } } }),
    /^dL\/dy for a at step 1: 0\.250/,
  );
});
