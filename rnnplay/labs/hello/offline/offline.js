// Plays a recorded training from one file: it gives the player the recorded answers of the server.

import { deliver, reportWith } from "../component/message_channel.js";

const run = JSON.parse(document.getElementById("run").textContent);
const numbers = Uint8Array.from(atob(run.numbers), (letter) => letter.charCodeAt(0));
const home = document.getElementById("player").attachShadow({ mode: "open" });

/** A header and pieces of the recorded numbers, as they would come over the wire. */
function pack(header, pieces) {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const message = new Uint8Array(4 + text.length + pieces.reduce((sum, { length }) => sum + length, 0));
  new DataView(message.buffer).setUint32(0, text.length, true);
  message.set(text, 4);
  let at = 4 + text.length;
  for (const piece of pieces) {
    message.set(piece, at);
    at += piece.length;
  }
  return message;
}

const sizeOf = (table) =>
  table.reduce((sum, { kind, shape }) => sum + shape.reduce((a, b) => a * b, kind === "f8" ? 8 : 4), 0);

/** The recordings of these names as one message, with more header entries (`about`). */
function answer(names, about) {
  const found = names.map((name) => run.messages[name]).filter(Boolean);
  const tables = found.map(([, table]) => run.tables[table]);
  const header = Object.assign({ ...run.header, ...about }, ...found.map(([more]) => more), { arrays: tables.flat() });
  return pack(
    header,
    found.map(([, , at], k) => numbers.subarray(at, at + sizeOf(tables[k]))),
  );
}

/** Called in the place of a trigger: a request of the player. */
function ask(_name, { n, at, details, sample }) {
  const wanted = [
    details === null ? null : `details ${details}`,
    sample ? `sample ${at} ${sample.first}` : null,
  ].filter(Boolean);
  const missing = wanted.some((wish) => !run.messages[wish]),
    message = missing ? run.missing : endAt(at);
  // The player asks again for a missing answer; the pause prevents an endless fast loop.
  setTimeout(() => show(answer(wanted, { answers: n, message })), missing ? 1000 : 0);
}

/** The sentence at the last update of the file. */
const endAt = (update) => (update >= run.header.last ? run.end : "");

function show(message) {
  deliver(message, ask, home);
}

/** Inside another page the browser may refuse the history and the storage: the player does without them. */
function makeDo() {
  history.replaceState = () => {};
  try {
    sessionStorage.getItem("");
  } catch {
    Object.defineProperty(window, "sessionStorage", { value: { getItem: () => null, setItem: () => {} } });
  }
}

const dark = matchMedia("(prefers-color-scheme: dark)");

function ground() {
  document.documentElement.setAttribute("data-ground", dark.matches ? "dark" : "light");
}

reportWith(({ at }) => show(answer([], { answers: 0, message: endAt(at) })));
makeDo();
ground();
home.append(document.getElementById("inside").content.cloneNode(true));
mount({ parentElement: home });
show(answer(["first"], { answers: 0 }));
dark.addEventListener("change", () => {
  ground();
  show(answer([], { answers: 0 }));
});
