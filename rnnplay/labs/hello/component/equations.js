// A cell's equations are lines such as  "a = W_xh @ x + W_hh @ h_prev + b_h".
// These functions read such a line, print it with symbols, and print it with numbers.

const TOKEN = /\s*([A-Za-z_][A-Za-z0-9_]*(?:\.T)?|\d+(?:\.\d+)?(?:e-?\d+)?|\*\*|[-+*/@()=])/gy;

/** Source line -> list of tokens. */
export function tokens(source) {
  return Array.from(source.matchAll(TOKEN), ([, token]) => token);
}

/** "a = W_xh @ x + b" -> { name: "a", source, terms: [{ sign, tokens }] }: the sum on the right. */
export function equation(source) {
  const [name, equals, ...right] = tokens(source);
  if (equals !== "=") throw new Error(`not an equation: ${source}`);
  const terms = [];
  let depth = 0,
    term = { sign: 1, tokens: [] };
  for (const token of right) {
    if (depth === 0 && (token === "+" || token === "-") && term.tokens.length) {
      terms.push(term);
      term = { sign: token === "-" ? -1 : 1, tokens: [] };
      continue;
    }
    depth += token === "(" ? 1 : token === ")" ? -1 : 0;
    term.tokens.push(token);
  }
  terms.push(term);
  return { name, source, terms };
}

/** The right side of an equation as one list of tokens. */
export function flat(eq) {
  return eq.terms.flatMap(({ sign, tokens }, k) => (k || sign < 0 ? [sign < 0 ? "-" : "+", ...tokens] : tokens));
}

/** A term that is a matrix times a vector: { matrix, vector, transposed }, otherwise null. */
export function product(term) {
  const t = term.tokens;
  return t.length === 3 && t[1] === "@"
    ? { matrix: t[0].replace(/\.T$/, ""), vector: t[2], transposed: t[0].endsWith(".T") }
    : null;
}

const SHOWN = {
  "@": "\u202f",
  "*": "\u2009\u00b7\u2009",
  "-": " \u2212 ",
  "+": " + ",
  "/": " / ",
  "=": " = ",
  sqrt: "\u221a",
  sigmoid: "\u03c3",
};
const SUBSCRIPT = "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089";

/** 12 -> "₁₂" */
export function subscript(n) {
  return String(n).replace(/\d/g, (d) => SUBSCRIPT[d]);
}

/** 12 -> "¹²", t -> "ᵗ" */
function superscript(text) {
  return /^\d+$/.test(text)
    ? text.replace(/\d/g, (d) => "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"[d])
    : text === "t"
      ? "\u1d57"
      : `^${text}`;
}

/** Tokens as printed text; `name(token)` may put a number in a name's place. */
export function show(list, name = plain) {
  let text = "";
  for (let i = 0; i < list.length; i++) {
    const token = list[i],
      before = list[i - 1],
      isName = /^[A-Za-z_]/.test(token) && list[i + 1] !== "(";
    const printed = isName ? name(token) : token;
    if (before === "**") text += superscript(printed);
    else if (token === "**") continue;
    else if (token === "-" && (i === 0 || before === "(")) text += "\u2212";
    else if (token in SHOWN) text += SHOWN[token];
    else
      text +=
        printed.startsWith("\u2212") && (i > 0 || list[i + 1] === "**") && before !== "(" ? `(${printed})` : printed;
  }
  return text;
}

/** W_hh stays; h_prev becomes h(t−1), the state one step earlier; m_hat: m̂; W_hh.T: W_hhᵀ; dh: dL/dh. */
export function plain(token) {
  return token
    .replace(/_prev$/, "(t\u22121)")
    .replace(/_hat$/, "\u0302")
    .replace(/\.T$/, "\u1d40")
    .replace(/^d(?=[a-z](_|\(|$))/, "dL/d");
}

const FUNCTIONS = {
  tanh: Math.tanh,
  exp: Math.exp,
  sqrt: Math.sqrt,
  log: Math.log,
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  sign: Math.sign,
  relu: (z) => Math.max(z, 0),
  abs: Math.abs,
};

/** The value of elementwise tokens; `value(name)` gives that of a name. A recursive descent over + - * / **. */
export function evaluate(list, value) {
  let i = 0;
  const sum = () => {
    const negative = list[i] === "-";
    if (negative) i++;
    let left = negative ? -times() : times();
    while (list[i] === "+" || list[i] === "-") left = list[i++] === "+" ? left + times() : left - times();
    return left;
  };
  const times = () => {
    let left = power();
    while (list[i] === "*" || list[i] === "/") left = list[i++] === "*" ? left * power() : left / power();
    return left;
  };
  const power = () => {
    const base = atom();
    if (list[i] !== "**") return base;
    i++;
    return base ** power();
  };
  const atom = () => {
    const token = list[i++];
    if (token === "(") {
      const inside = sum();
      i++; // ")"
      return inside;
    }
    if (token === "-") return -atom();
    if (/^\d/.test(token)) return Number(token);
    if (list[i] === "(" && token in FUNCTIONS) {
      i++;
      const inside = sum();
      i++; // ")"
      return FUNCTIONS[token](inside);
    }
    return value(token);
  };
  return sum();
}
