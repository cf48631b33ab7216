// Two buttons that save a drawing of the page: as SVG, and as PNG at the size of a slide.

import { button, html, set, write } from "../js/dom.js";
import { fontsOf } from "./fonts.js";
import { picture } from "./picture.js";

const WIDE = 1920; // pixels of a slide
const MOST = 24e6; // pixels that a browser can draw

/** The elements that match `part` in the component `of`, its shadow root included; without `of`, on the page. */
function found({ of, part }) {
  const place = of ? document.querySelector(`.st-key-${CSS.escape(of)}`) : document;
  const shadows = of && place ? [...place.querySelectorAll("*")].map(({ shadowRoot }) => shadowRoot) : [];
  return [place, ...shadows]
    .filter(Boolean)
    .flatMap((root) => [...root.querySelectorAll(part)])
    .filter((node) => node.checkVisibility());
}

/** The name with the update or step shown: "hello, update 37". */
function titled({ name }, node) {
  const { update, step } = node.closest("[data-update], [data-step]")?.dataset ?? {};
  return [name, update === undefined ? null : `update ${update}`, step === undefined ? null : `step ${step}`]
    .filter(Boolean)
    .join(", ");
}

function save(blob, title, kind) {
  const link = html("a", { href: URL.createObjectURL(blob), download: `${title.replace(/\W+/g, "-")}.${kind}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** SVG -> PNG: at least as wide as a slide, and twice as fine as the screen where that is more. */
async function painted({ svg, width, height }) {
  const fonts = await fontsOf(svg);
  const scale = Math.min(Math.max(WIDE / width, 2), Math.max(WIDE / width, Math.sqrt(MOST / (width * height))));
  const withFonts = svg.replace("</title>", () => `</title><style>${fonts}</style>`);
  const image = new Image(),
    address = URL.createObjectURL(new Blob([withFonts], { type: "image/svg+xml" }));
  image.src = address;
  await image.decode();
  const canvas = html("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function savePicture(kind, data, message) {
  const nodes = found(data);
  write(message, nodes.length ? "" : "There is no drawing here yet.");
  if (!nodes.length) return;
  try {
    const title = titled(data, nodes[0]),
      drawn = picture(nodes, title, WIDE);
    save(kind === "svg" ? new Blob([drawn.svg], { type: "image/svg+xml" }) : await painted(drawn), title, kind);
  } catch (error) {
    write(message, `The picture could not be made because of an error in the app: ${error.message}.`);
    console.error(error);
  }
}

const shown = new WeakMap();

export default function ({ data, parentElement }) {
  if (!data) return;
  const box = parentElement.querySelector(".save_picture"),
    held = shown.get(box);
  if (held) {
    held.data = data;
    return;
  }
  const now = { data },
    message = html("span", { class: "message", role: "status" });
  shown.set(box, now);
  set(box, "data-inline", data.inline);
  const make = (kind, text) =>
    button({
      text,
      title: `The drawing as it stands, as ${text}`,
      onclick: () => savePicture(kind, now.data, message),
    });
  box.replaceChildren(
    html("span", { class: "label", text: "Picture" }),
    html("span", { class: "group" }, make("svg", "SVG"), make("png", "PNG")),
    message,
  );
}
