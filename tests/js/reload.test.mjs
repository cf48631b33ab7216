import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { meetServer, reload, serverRestarted } from "../../rnnplay/app/js/reload.js";

let now, kept, loaded;

/** The page is loaded: its window is another one, what the session keeps is still there. */
function load() {
  globalThis.window = {};
  globalThis.location = { href: "/hello", reload: () => loaded.push(now), replace: () => loaded.push(now) };
}

beforeEach(() => {
  [now, kept, loaded] = [1e6, new Map(), []];
  Date.now = () => now;
  globalThis.sessionStorage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, to) => kept.set(name, to) };
  load();
});

test("a page is loaded again only after a pause", () => {
  reload(20_000);
  now += 5000;
  reload(20_000);
  now += 20_000;
  reload(20_000, "/hello?update=3");
  assert.deepEqual(loaded, [1e6, 1e6 + 25_000]);
});

const here = { place: "a", started: "1" };

for (const [why, by, server, restarted] of [
  ["the same server", true, here, false],
  ["a server that was started anew", true, { ...here, started: "2" }, true],
  ["another server", true, { place: "b", started: "2" }, false],
  ["a visitor who loads the page by hand", false, { ...here, started: "2" }, false],
])
  test(
    `after a reload that meets ${why}, it is ` + `${restarted ? "" : "not "}said that the server was started anew`,
    async () => {
      meetServer(here);
      if (by) reload(0);
      load();
      meetServer(server);
      assert.equal(await serverRestarted(), restarted);
    },
  );
