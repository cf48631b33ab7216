// Unpacks a message of the server: a header in JSON, then numbers as raw float32 or float64. Stores its frames: a
// frame is everything computed at one update.

const KINDS = { f4: Float32Array, f8: Float64Array };

/**
 * @typedef {Record<string, { data: Float32Array | Float64Array, shape: number[] }>} Arrays
 * @typedef {{ start: number, count: number, columns: number[], stride: number,
 *   fields: { name: string, offset: number, size: number }[] }} Block frames of `count` updates from `start` on, each
 *   `stride` numbers long
 * @typedef {{ update: number, columns: number[], [name: string]: any }} Frame the arrays of one update by name
 */

/**
 * Read a message. The numbers are copied, which aligns them.
 * @param {Uint8Array} bytes
 * @returns {{ header: any, arrays: Arrays }}
 */
export function unpack(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  /** @type {Arrays} */
  const arrays = {};
  let at = 4 + length;
  for (const { name, kind, shape } of header.arrays) {
    const size = shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1) * (kind === "f8" ? 8 : 4);
    arrays[name] = { data: new KINDS[/** @type {"f4" | "f8"} */ (kind)](bytes.slice(at, at + size).buffer), shape };
    at += size;
  }
  return { header, arrays };
}

/** Frames by update number, in blocks; the blocks used longest ago are dropped past `limit` bytes. */
export class FrameStore {
  /** @type {(Block & { data: Float32Array, used: number })[]} */
  blocks = [];
  bytes = 0;
  tick = 0; // counts the uses of blocks

  constructor(limit = 48e6) {
    this.limit = limit;
    this.clear();
  }

  clear() {
    this.blocks = [];
    this.bytes = 0;
    this.tick = 0;
  }

  /**
   * @param {Block} block
   * @param {Float32Array} data its numbers
   */
  add({ start, count, columns, fields, stride }, data) {
    if (!count) return;
    this.blocks = this.blocks.filter((b) => !(b.start >= start && b.start + b.count <= start + count));
    this.blocks.push({ start, count, columns, fields, stride, data, used: ++this.tick });
    this.bytes = this.blocks.reduce((sum, b) => sum + b.data.byteLength, 0);
    while (this.bytes > this.limit && this.blocks.length > 2) {
      const oldest = this.blocks.reduce((a, b) => (a.used < b.used ? a : b));
      this.blocks.splice(this.blocks.indexOf(oldest), 1);
      this.bytes -= oldest.data.byteLength;
    }
  }

  /**
   * The block with this update and these steps, or null.
   * @param {number} update
   * @param {number[]} columns
   */
  find(update, [from, to]) {
    for (let i = this.blocks.length - 1; i >= 0; i--) {
      const b = this.blocks[i];
      if (update >= b.start && update < b.start + b.count && b.columns[0] <= from && b.columns[1] >= to) return b;
    }
    return null;
  }

  /**
   * The frame of an update, or null; it holds at least the steps asked for.
   * @param {number} update
   * @param {number[]} columns
   */
  get(update, columns) {
    const block = this.find(update, columns);
    if (!block) return null;
    block.used = ++this.tick;
    const row = (update - block.start) * block.stride;
    /** @type {Frame} */
    const frame = { update, columns: block.columns };
    for (const { name, offset, size } of block.fields) {
      frame[name] = block.data.subarray(row + offset, row + offset + size);
    }
    return frame;
  }

  /**
   * The first update from `update` on that is missing.
   * @param {number} update
   * @param {number[]} columns
   */
  end(update, columns) {
    let end = update,
      block = this.find(end, columns);
    while (block) {
      end = block.start + block.count;
      block = this.find(end, columns);
    }
    return end;
  }
}

// Arrays that do not glide: parameters must be exact, and the others hold indices of symbols.
const WHOLE = new Set(["theta", "top", "said"]);

/**
 * A frame between two others: every number part of the way from a (0) to b (1).
 * @param {Frame} a
 * @param {Frame} b
 * @param {number} part
 */
export function between(a, b, part) {
  /** @type {Frame} */
  const frame = { ...b, goal: b };
  for (const name in b) {
    const to = b[name],
      from = a[name];
    if (!(to instanceof Float32Array) || !from || from.length !== to.length || WHOLE.has(name)) continue;
    const mixed = new Float32Array(to.length);
    for (let i = 0; i < to.length; i++) mixed[i] = from[i] + (to[i] - from[i]) * part;
    frame[name] = mixed;
  }
  return frame;
}
