// Reads the parts of a cell from its equations: the sources of each number, the gates, and the share that each gate
// lets through. Pure functions. They know no cell by name: any cell works that has equations.

import { equation, evaluate, flat, plain, product, show } from "./equations.js";
import { FrameReader } from "./frame_reader.js";

const isName = (token) => /^[A-Za-z_]/.test(token);

/** An equation whose right side is one call, as h = tanh(a) -> { fn: "tanh", of: "a" }, otherwise null. */
function call({ terms: [{ sign, tokens: t }, ...more] }) {
  return !more.length && sign > 0 && t.length === 4 && t[1] === "(" && t[3] === ")" ? { fn: t[0], of: t[2] } : null;
}

/**
 * A term with a gate: f * c_prev -> { gate: "f", closing: false, what: ["c_prev"] };
 * (1 - z) * n -> { gate: "z", closing: true, what: ["n"] }; any other term -> null.
 */
function gateTerm(list, gates) {
  let depth = 0,
    cut = -1;
  list.forEach((token, k) => {
    depth += token === "(" ? 1 : token === ")" ? -1 : 0;
    if (token === "*" && depth === 0 && cut < 0) cut = k;
  });
  if (cut < 0) return null;
  const sides = [list.slice(0, cut), list.slice(cut + 1)];
  for (const [side, what] of [sides, [...sides].reverse()]) {
    const closing = side.length === 5 && side.slice(0, 3).join("") === "(1-",
      name = closing ? side[3] : side[0];
    if (gates.has(name) && (closing || side.length === 1)) return { gate: name, closing, what };
  }
  return null;
}

/**
 * network -> [{ name, kind, label, reads: [names], ... }], each after those it reads.
 *
 * kind: "input" (x), "before" (a state of the step before), "gate" (0 to 1), "candidate" (a squashed sum), "product"
 * (a gate times the values that it lets through: `gate`, `closing`, `what`, `words`), "state", or "value". The
 * pre-activation of a gate or a candidate is no separate part: `sum` names it. A product inside a sum is named by its
 * source text: "f * c_prev".
 */
export function cellParts({ equations, states, params }) {
  const known = new Set(params.map((p) => p.name));
  const eqs = equations.map(equation).filter((eq) => eq.name !== "y");
  const sums = new Map(eqs.filter((eq) => eq.terms.some(product)).map((eq) => [eq.name, eq]));
  const users = (name) => eqs.filter((eq) => flat(eq).includes(name));
  const folded = new Map(); // name of a sum -> name of the gate or the candidate that is computed from it
  for (const eq of eqs) {
    const made = call(eq);
    if (made && sums.has(made.of) && !states.includes(eq.name) && users(made.of).length === 1)
      folded.set(made.of, eq.name);
  }
  const gates = new Set(eqs.filter((eq) => call(eq)?.fn === "sigmoid").map((eq) => eq.name));
  const candidates = new Set([...folded.values()].filter((name) => !gates.has(name)));
  const found = new Map();
  const add = (part) => found.has(part.name) || found.set(part.name, part);
  const source = (name) => {
    if (name === "x") add({ name, kind: "input", label: "x", reads: [] });
    else if (name.endsWith("_prev")) add({ name, kind: "before", label: plain(name), reads: [] });
    return name;
  };
  const names = (list) =>
    [...new Set(list.filter((token, k) => isName(token) && list[k + 1] !== "(" && !known.has(token)))].map(source);
  /** A term of a sum -> the parts that it reads; a gate's product becomes a separate part. */
  const read = ({ tokens: list }, into) => {
    const times = product({ tokens: list }),
      through = times ? null : gateTerm(list, gates);
    if (times) return [source(times.vector)];
    if (!through) return names(list);
    const name = list.join(" ");
    add({
      name,
      kind: "product",
      label: show(list),
      ...through,
      reads: [...names(through.what), through.gate],
      tokens: list,
      words: words(through, into, states, candidates),
    });
    return [name];
  };
  for (const eq of eqs) {
    if (folded.has(eq.name)) continue;
    const made = call(eq),
      sum = made && folded.get(made.of) === eq.name ? sums.get(made.of) : null;
    const state = states.includes(eq.name),
      only = !sum && eq.terms.length === 1 ? gateTerm(eq.terms[0].tokens, gates) : null;
    const reads = only ? [...names(only.what), only.gate] : (sum ?? eq).terms.flatMap((term) => read(term, eq.name));
    const kind = gates.has(eq.name)
      ? "gate"
      : candidates.has(eq.name)
        ? "candidate"
        : state
          ? "state"
          : only
            ? "product"
            : "value";
    add({
      name: eq.name,
      kind,
      label: made && !sum && !state ? show(flat(eq)) : plain(eq.name),
      formula: show([eq.name, "=", ...flat(eq)]),
      reads: [...new Set(reads)],
      sum: sum?.name ?? null,
      fn: made?.fn ?? null,
      ...only,
      words: only ? words(only, eq.name, states, candidates) : null,
    });
  }
  return inOrder([...found.values()]);
}

/** The effect of a gate in this term, as the words before and after a share in per cent: ["keeps ", " of c"]. */
function words({ what }, into, states, candidates) {
  const [name] = what,
    plainly = (token) => token.replace(/_prev$/, "").replace(/_.*$/, "");
  if (what.length > 1 || !name.endsWith("_prev")) {
    if (candidates.has(name) && states.includes(into)) return ["lets ", ` of ${name} in`];
    return into === states[0] ? ["shows ", ""] : ["passes ", what.length > 1 ? "" : ` of ${plainly(name)}`];
  }
  return [into === name.slice(0, -5) ? "keeps " : "passes ", ` of ${plainly(name)}`];
}

function inOrder(parts) {
  const done = new Set(),
    list = [];
  while (list.length < parts.length) {
    const next = parts.find((part) => !done.has(part.name) && part.reads.every((name) => done.has(name)));
    if (!next) throw new Error("a cell's equations go round in a circle");
    done.add(next.name);
    list.push(next);
  }
  return list;
}

/**
 * The numbers of a frame for the parts of a cell: the value of a part, and how far the gate of a product is open.
 * Both are null where the frame does not hold the step.
 */
export class CellNumbers {
  constructor(network, frame) {
    Object.assign(this, { network, reader: new FrameReader(network, frame) });
  }

  at(part, t, i) {
    const { reader } = this;
    if (!reader.has(t) || (t > 0 && part.name.includes("_prev") && !reader.has(t - 1))) return null;
    if (part.kind === "input") return this.network.x[t] === i ? 1 : 0;
    return part.tokens ? evaluate(part.tokens, (name) => reader.vector(name, t, i)) : reader.vector(part.name, t, i);
  }

  open({ gate, closing }, t, i) {
    if (!this.reader.has(t)) return null;
    const value = this.reader.vector(gate, t, i);
    return closing ? 1 - value : value;
  }

  /** The id of a part's number for `explain`. */
  id(part, t, i) {
    if (part.kind === "input") return `x:${t}:${this.network.x[t]}`;
    if (part.kind === "before" && t > 0) return `${part.name.slice(0, -5)}:${t - 1}:${i}`;
    return `${part.name}:${t}:${i}`;
  }
}

/** A product and the share that its gate lets through -> "keeps 60 % of c". */
export function gateSentence({ words: [before, after] }, share) {
  return `${before}${Math.round(100 * share)} %${after}`;
}

/**
 * The rows of the strip over the steps: every gate with its effect, or in a cell without gates the values that go into
 * the state; then the states.
 */
export function overTime(parts, states) {
  const gates = parts
    .filter((part) => part.kind === "gate")
    .map((gate) => {
      const use = parts.filter((part) => part.gate === gate.name).sort((a, b) => a.closing - b.closing)[0];
      return { ...gate, does: use ? use.words.join("").replace(/ +of /, " ").trim() : "" };
    });
  const others = gates.length
    ? []
    : parts.filter((part) => part.kind === "value").map((part) => ({ ...part, does: "goes in" }));
  return [
    ...gates,
    ...others,
    ...parts.filter((part) => states.includes(part.name)).map((state) => ({ ...state, does: "state" })),
  ];
}
