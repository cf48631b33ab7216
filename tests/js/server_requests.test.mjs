import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { ServerRequests } from "../../rnnplay/labs/hello/component/server_requests.js";

let now, page, sent, loaded, requests;

beforeEach(() => {
  now = 0;
  sent = [];
  loaded = [];
  page = { "data-test-connection-state": "CONNECTED", "data-test-script-state": "notRunning" };
  const kept = new Map();
  performance.now = () => now;
  Date.now = () => 1e9 + now;
  globalThis.document = { querySelector: () => ({ getAttribute: (name) => page[name] }) };
  globalThis.sessionStorage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
  };
  globalThis.location = { replace: (to) => loaded.push([now, to]) };
  requests = new ServerRequests(() => "/hello?update=7");
  requests.tell = (_, message) => sent.push([now, message.n]);
});

/** Twice a second, for so many seconds. */
function wait(seconds) {
  for (const end = now + 1000 * seconds; now < end; now += 500) requests.checkProgress();
}

test("a request without an answer is repeated ever more rarely, and the page loaded anew only after long", () => {
  requests.send({});
  wait(14);
  const gaps = sent.slice(1).map(([when], k) => when - sent[k][0]);
  assert.ok(gaps.length === 3 && gaps[0] < 2500 && gaps[1] > gaps[0] && gaps[2] > gaps[1], String(gaps));
  assert.ok(requests.lost);
  assert.deepEqual(loaded, []);
  wait(20);
  assert.deepEqual(
    loaded.map(([, to]) => to),
    ["/hello?update=7"],
  );
  requests.answered(requests.count);
  assert.ok(!requests.lost && requests.waiting === null);
});

test("a request is not repeated while the server computes it", () => {
  page["data-test-script-state"] = "running";
  requests.send({});
  wait(9);
  assert.equal(sent.length, 1);
});

test("a restarted server that does not know this page is soon noticed", () => {
  page["data-test-connection-state"] = "PINGING_SERVER";
  requests.send({});
  wait(20);
  assert.deepEqual(loaded, []); // there is nothing to load it from
  page["data-test-connection-state"] = "CONNECTED";
  requests.send({});
  const back = now;
  wait(6);
  assert.equal(loaded.length, 1);
  assert.ok(loaded[0][0] - back <= 5500);
});

test("a request that has to wait is sent again at the given time, and not before", () => {
  requests.send({});
  requests.answered(1);
  requests.postpone({ seconds: 2, sentence: "Later." });
  assert.ok(requests.early);
  now += 2001;
  assert.ok(!requests.early);
  requests.postpone(null);
  assert.ok(!requests.early);
});
