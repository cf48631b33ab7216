import assert from "node:assert/strict";
import { test } from "node:test";

import { between, FrameStore, unpack } from "../../rnnplay/app/js/binary_message.js";

const ALL = [0, 2];

function block(start, count, columns = ALL, value = (u) => u) {
  return [
    {
      start,
      count,
      columns,
      stride: 2,
      fields: [
        { name: "loss", offset: 0, size: 1 },
        { name: "y", offset: 1, size: 1 },
      ],
    },
    Float32Array.from({ length: 2 * count }, (_, k) => value(start + (k >> 1)) + (k % 2) / 2),
  ];
}

test("a message is read back, wherever it lies in memory", () => {
  const head = new TextEncoder().encode(
    JSON.stringify({
      hello: "\u00e9\u2212",
      arrays: [
        { name: "a", kind: "f4", shape: [2, 2] },
        { name: "b", kind: "f8", shape: [1] },
      ],
    }),
  );
  for (const shift of [0, 1, 3]) {
    const bytes = new Uint8Array(shift + 4 + head.length + 16 + 8);
    new DataView(bytes.buffer).setUint32(shift, head.length, true);
    bytes.set(head, shift + 4);
    bytes.set(new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer), shift + 4 + head.length);
    bytes.set(new Uint8Array(Float64Array.of(Math.PI).buffer), shift + 20 + head.length);
    const { header, arrays } = unpack(bytes.subarray(shift));
    assert.equal(header.hello, "\u00e9\u2212");
    assert.deepEqual([...arrays.a.data], [1, 2, 3, 4]);
    assert.deepEqual([...arrays.b.data], [Math.PI]);
  }
});

test("blocks that arrive late, twice or overlapping give the same frames", () => {
  const store = new FrameStore();
  for (const [start, count] of [
    [100, 20],
    [0, 50],
    [40, 60],
    [0, 50],
    [40, 60],
  ])
    store.add(...block(start, count));
  assert.equal(store.end(0, ALL), 120);
  for (let u = 0; u < 120; u++) assert.deepEqual([store.get(u, ALL).loss[0], store.get(u, ALL).y[0]], [u, u + 0.5]);
  assert.equal(store.get(120, ALL), null);
  assert.equal(store.end(300, ALL), 300);
});

test("a frame counts only if it covers the columns in view", () => {
  const store = new FrameStore();
  store.add(...block(0, 10, [0, 1]));
  assert.equal(store.get(3, [0, 2]), null);
  store.add(...block(3, 1, [0, 2]));
  assert.equal(store.get(3, [0, 2]).loss[0], 3);
  assert.equal(store.end(3, [0, 2]), 4);
});

test("the blocks used longest ago are dropped when there are too many", () => {
  const store = new FrameStore(5 * 80);
  for (let k = 0; k < 8; k++) store.add(...block(10 * k, 10));
  assert.ok(store.bytes <= 5 * 80);
  assert.equal(store.get(0, ALL), null);
  assert.equal(store.get(79, ALL).loss[0], 79);
});

test("numbers glide, positions and parameters do not", () => {
  const a = { columns: ALL, y: Float32Array.of(0, 2), top: Float32Array.of(1), theta: Float32Array.of(5) };
  const b = { columns: ALL, y: Float32Array.of(1, 4), top: Float32Array.of(3), theta: Float32Array.of(7) };
  const half = between(a, b, 0.5);
  assert.deepEqual([...half.y], [0.5, 3]);
  assert.deepEqual([half.top[0], half.theta[0], half.goal], [3, 7, b]);
});
