// Makes a picture of elements of the page: one SVG that holds every colour and font and needs no other file.
// Drawings are copied shape by shape, boxes and words become shapes, and a canvas becomes an image.

import { svg } from "../js/dom.js";
import { plain, visible } from "./colours.js";

const AROUND = 16; // pixels of background around the picture
const FINE = 4; // resolution of a canvas, in pixels for one of the page
const CONTROLS = "button.action, button.close, .opener"; // buttons: a picture leaves them out
const SHAPES = new Set([
  "g",
  "path",
  "rect",
  "circle",
  "ellipse",
  "line",
  "polyline",
  "polygon",
  "text",
  "tspan",
  "defs",
  "marker",
  "clipPath",
  "linearGradient",
  "stop",
]);
const PLACES = [
  "d",
  "x",
  "y",
  "dx",
  "dy",
  "width",
  "height",
  "rx",
  "ry",
  "cx",
  "cy",
  "r",
  "x1",
  "y1",
  "x2",
  "y2",
  "points",
  "transform",
  "id",
  "viewBox",
  "refX",
  "refY",
  "markerWidth",
  "markerHeight",
  "markerUnits",
  "orient",
  "offset",
  "stop-color",
  "stop-opacity",
  "gradientUnits",
];
const HOLDERS = ["g", "defs", "marker", "clipPath", "linearGradient"];
const LINKS = ["marker-start", "marker-end", "clip-path"]; // attributes that name another part of the same drawing
// biome-ignore lint/suspicious/noControlCharactersInRegex: it finds the control characters that XML forbids
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g; // characters that XML forbids

/** Elements -> one picture { svg: text, width, height in CSS pixels }. `name`: for screen readers. */
export function picture(nodes, name, wide) {
  const drawn = new PictureWriter(),
    ask = (times) =>
      nodes.forEach((node) => node.dispatchEvent(new CustomEvent("picture", { bubbles: true, detail: times })));
  try {
    ask(FINE); // a component with a canvas draws it again, finer
    for (const node of nodes) drawn.element(node);
  } finally {
    ask(1);
  }
  const { left, top, right, bottom } = drawn.edge,
    width = right - left + 2 * AROUND,
    height = bottom - top + 2 * AROUND;
  const whole = svg(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: wide,
      height: Math.round((wide * height) / width),
      viewBox: `0 0 ${tidy(width)} ${tidy(height)}`,
      role: "img",
    },
    svg("title", { text: name }),
    svg("rect", {
      x: -AROUND,
      y: -AROUND,
      width: tidy(width + 2 * AROUND),
      height: tidy(height + 2 * AROUND),
      fill: ground(nodes[0]),
    }),
    svg("g", { transform: `translate(${tidy(AROUND - left)} ${tidy(AROUND - top)})` }, drawn.node),
  );
  return { svg: new XMLSerializer().serializeToString(whole).replace(UNFIT, ""), width, height };
}

const tidy = (number) => Math.round(number * 100) / 100;

/** The background colour of an element, or of the nearest one around it that has one. */
function ground(node) {
  for (let at = node; at; at = at.parentElement ?? at.getRootNode().host) {
    const found = plain(getComputedStyle(at).backgroundColor);
    if (found?.opacity === 1) return found.colour;
  }
  return "#ffffff";
}

class PictureWriter {
  constructor() {
    this.node = svg("g", {});
    this.count = 0;
    this.edge = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    this.pen = document.createElement("canvas").getContext("2d");
  }

  add(piece, box) {
    this.node.append(piece);
    this.reach(box);
  }

  reach({ left, top, right, bottom }) {
    const { edge } = this;
    Object.assign(edge, {
      left: Math.min(edge.left, left),
      top: Math.min(edge.top, top),
      right: Math.max(edge.right, right),
      bottom: Math.max(edge.bottom, bottom),
    });
  }

  element(node) {
    const style = getComputedStyle(node),
      box = node.getBoundingClientRect();
    if (node.matches(CONTROLS)) return;
    if (style.display === "none" || Number(style.opacity) === 0 || style.clipPath.startsWith("inset(50%")) return;
    const seen = style.visibility === "visible" && box.width > 0 && box.height > 0,
      outside = this.node;
    if (Number(style.opacity) < 1) {
      this.node = svg("g", { opacity: style.opacity });
      outside.append(this.node);
    }
    if (node.localName === "svg") this.drawing(node, box);
    else if (node.localName === "canvas") {
      if (seen)
        this.add(
          svg("image", {
            href: node.toDataURL(),
            x: tidy(box.left),
            y: tidy(box.top),
            width: tidy(box.width),
            height: tidy(box.height),
          }),
          box,
        );
    } else {
      if (seen) this.box(style, box);
      if (seen && /^(input|select)$/.test(node.localName)) this.field(node, style, box);
      else
        for (const child of node.childNodes) {
          if (child.nodeType === Node.ELEMENT_NODE) this.element(child);
          else if (child.nodeType === Node.TEXT_NODE && style.visibility === "visible") this.words(child, style);
        }
    }
    this.node = outside;
  }

  drawing(node, box) {
    const at = node.getScreenCTM();
    if (!at) return;
    const mark = `d${this.count++}-`,
      inside = [...node.children].map((child) => copied(child, mark)).filter(Boolean);
    this.add(
      svg(
        "g",
        {
          transform: `matrix(${[at.a, at.b, at.c, at.d, at.e, at.f].map((n) => Math.round(n * 1e4) / 1e4).join(" ")})`,
        },
        ...inside,
      ),
      box,
    );
  }

  box(style, { left, top, right, bottom, width, height }) {
    const paint = plain(style.backgroundColor),
      radius = parseFloat(style.borderTopLeftRadius) || 0,
      box = { left, top, right, bottom };
    const frame = (inset, rest) =>
      svg("rect", {
        x: tidy(left + inset),
        y: tidy(top + inset),
        width: tidy(width - 2 * inset),
        height: tidy(height - 2 * inset),
        rx: radius || null,
        ...rest,
      });
    if (paint)
      this.add(frame(0, { fill: paint.colour, "fill-opacity": paint.opacity < 1 ? paint.opacity : null }), box);
    this.middle(style, box);
    const sides = ["Top", "Right", "Bottom", "Left"].map((side) => ({
      thick: style[`border${side}Style`] === "none" ? 0 : parseFloat(style[`border${side}Width`]),
      ink: plain(style[`border${side}Color`]),
      dashed: style[`border${side}Style`] === "dashed",
    }));
    const stroke = ({ thick, ink, dashed }) => ({
      fill: "none",
      stroke: ink.colour,
      "stroke-width": thick,
      "stroke-opacity": ink.opacity < 1 ? ink.opacity : null,
      "stroke-dasharray": dashed ? "3 3" : null,
    });
    if (sides.every(({ thick, ink }) => thick && ink)) this.add(frame(sides[0].thick / 2, stroke(sides[0])), box);
    else
      sides.forEach((side, k) => {
        const d = [
          `M${left},${top} H${right}`,
          `M${right},${top} V${bottom}`,
          `M${left},${bottom} H${right}`,
          `M${left},${top} V${bottom}`,
        ][k];
        if (side.thick && side.ink) this.add(svg("path", { d, ...stroke(side) }), box);
      });
    const ring = style.outlineStyle === "none" ? null : plain(style.outlineColor),
      thick = parseFloat(style.outlineWidth);
    if (ring && thick) this.add(frame(-parseFloat(style.outlineOffset) - thick / 2, stroke({ thick, ink: ring })), box);
  }

  /** The line at zero in the middle of a bar, which style sheets write as a gradient. */
  middle(style, { left, top, right, bottom }) {
    const [, colour] = style.backgroundImage.match(/^linear-gradient\(((?:rgb|color)[^()]*\([^)]*\)|#\w+)/) ?? [],
      wide = parseFloat(style.backgroundSize),
      ink = colour && plain(colour);
    if (ink && wide)
      this.add(
        svg("rect", {
          x: tidy((left + right - wide) / 2),
          y: tidy(top),
          width: wide,
          height: tidy(bottom - top),
          fill: ink.colour,
        }),
        { left, top, right, bottom },
      );
  }

  field(node, style, box) {
    const text =
      node.localName === "select"
        ? node.selectedOptions[0]?.text
        : /^(text|number|search|)$/.test(node.type)
          ? node.value
          : "";
    if (!text) return;
    const right = style.textAlign === "right" || style.textAlign === "end",
      pad = parseFloat(right ? style.paddingRight : style.paddingLeft) + 1;
    const { ascent, descent } = this.font(style),
      middle = (box.top + box.bottom) / 2;
    this.text(text, right ? box.right - pad : box.left + pad, middle + (ascent - descent) / 2, style, {
      ...box.toJSON(),
      "text-anchor": right ? "end" : null,
    });
  }

  /** A piece of text, line by line. */
  words(node, style) {
    const range = document.createRange(),
      lines = [];
    if (!node.data.trim()) return;
    for (let i = 0; i < node.data.length; i++) {
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const { left, top, right, bottom, width } = range.getBoundingClientRect(),
        letter = node.data[i],
        line = lines.at(-1);
      const space = !/\S/.test(letter),
        same = line && (!width || Math.abs(line.box.top - top) < 2);
      if (same) line.text += letter;
      else if (!space) lines.push({ text: letter, box: { left, top, right, bottom } });
      if (same && !space) line.box.right = Math.max(line.box.right, right);
    }
    const { ascent, descent } = this.font(style);
    for (const { text, box } of lines)
      this.text(text.trimEnd(), box.left, (box.top + box.bottom + ascent - descent) / 2, style, box);
  }

  text(text, x, y, style, { "text-anchor": anchor, ...box }) {
    const wide = anchor ? null : fitted(text, box.right - box.left);
    this.add(
      svg("text", { x: tidy(x), y: tidy(y), "text-anchor": anchor, ...lettering(style, style.color), ...wide, text }),
      box,
    );
  }

  font(style) {
    this.pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = this.pen.measureText("x");
    return { ascent, descent };
  }
}

/** Attributes that keep a text as wide as on the page, also where its font is missing. */
function fitted(text, width) {
  return text.length > 1 && width > 0 ? { textLength: tidy(width), lengthAdjust: "spacingAndGlyphs" } : null;
}

function lettering(style, colour) {
  const ink = plain(colour) ?? { colour: "#000000", opacity: 1 };
  return {
    fill: ink.colour,
    "fill-opacity": ink.opacity < 1 ? ink.opacity : null,
    "font-family": style.fontFamily,
    "font-size": style.fontSize,
    "font-weight": style.fontWeight === "400" ? null : style.fontWeight,
    "font-style": style.fontStyle === "normal" ? null : style.fontStyle,
  };
}

/**
 * A copy of a shape with the styles that the page's style sheets give it; null if it is invisible. `mark`: prefix of
 * its drawing's ids.
 */
function copied(node, mark) {
  const style = getComputedStyle(node),
    kept = { ...Object.fromEntries(PLACES.map((name) => [name, node.getAttribute(name)])) },
    name = node.localName;
  if (!SHAPES.has(name) || node.matches(CONTROLS) || style.display === "none" || Number(style.opacity) === 0)
    return null;
  const group = node.children.length > 0 && name !== "text";
  if (kept.id) kept.id = mark + kept.id;
  if (name === "stop") return svg(name, kept);
  if (!group && style.visibility !== "visible") return null;
  if (Number(style.opacity) < 1) kept.opacity = style.opacity;
  if (name === "text" || name === "tspan") {
    if (!node.textContent.trim()) return null;
    Object.assign(kept, lettering(style, style.fill));
    if (name === "text")
      Object.assign(
        kept,
        fitted(node.textContent, node.getComputedTextLength()),
        style.textAnchor === "start" ? null : { "text-anchor": style.textAnchor },
      );
    return svg(
      name,
      kept,
      ...[...node.childNodes].map((child) => (child.nodeType === Node.TEXT_NODE ? child.data : copied(child, mark))),
    );
  }
  if (HOLDERS.includes(name)) {
    const inside = [...node.children].map((child) => copied(child, mark)).filter(Boolean);
    return inside.length ? svg(name, { ...kept, ...links(style, mark) }, ...inside) : null;
  }
  return visible(style, kept, mark) ? svg(name, { ...kept, ...links(style, mark) }) : null;
}

function links(style, mark) {
  const found = LINKS.map((name) => [name, style.getPropertyValue(name).match(/^url\("?#([\w-]+)/)?.[1]]);
  return Object.fromEntries(found.filter(([, id]) => id).map(([name, id]) => [name, `url(#${mark}${id})`]));
}
