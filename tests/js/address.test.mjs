import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import {
  onAddressChange,
  pageOf,
  parameters,
  setAppParameters,
  setLabParameters,
  setParameters,
} from "../../rnnplay/app/js/address.js";

/** An address bar, of a page that the app serves below /rnn/. */
function open(search) {
  globalThis.location = { origin: "http://a", pathname: "/rnn/hello", search };
  const go = (_state, _title, to) => (location.search = to.includes("?") ? to.slice(to.indexOf("?")) : "");
  globalThis.history = { state: null, pushState: go, replaceState: go };
  globalThis.window = { addEventListener: () => {} };
}

beforeEach(() => open("?text=hello&lecture=1&embed=true&utm=x&update=3"));

test("a lab's parameters replace the lab's and leave the others", () => {
  setParameters({ hello: ["text", "update", "speed"] });
  setLabParameters("text=a,b&speed=4");
  assert.equal(location.search, "?text=a,b&speed=4&lecture=1&embed=true&utm=x");
});

test("while it is not known which parameters are the lab's, the app's and Streamlit's stay", () => {
  setLabParameters("text=ab");
  assert.equal(location.search, "?text=ab&lecture=1&embed=true");
});

test("a parameter of the app is set, changed and removed, and the others stay as they are written", () => {
  open("?acts=0,1&palette=safe");
  setAppParameters({ lecture: "1", palette: "", hide: "" });
  assert.equal(location.search, "?acts=0,1&lecture=1");
  setAppParameters({ lecture: "" });
  assert.equal(location.search, "?acts=0,1");
  assert.equal(parameters().get("acts"), "0,1");
});

test("listeners hear every change once, whoever makes it, and writing the same text is no change", async () => {
  let calls = 0;
  onAddressChange(() => (calls += 1));
  history.pushState(null, "", "/rnn/gap");
  setAppParameters({ tour: "the-loop" });
  await Promise.resolve();
  assert.equal(calls, 1);
  setAppParameters({ tour: "the-loop" });
  await Promise.resolve();
  assert.equal(calls, 1);
});

test("another page of the app stands beside this one", () => {
  assert.equal(pageOf("/loop?text=a").href, "http://a/rnn/loop?text=a");
});
