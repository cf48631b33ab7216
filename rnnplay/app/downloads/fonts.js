// Collects the page's fonts for a picture: an image cannot load fonts, so it must hold them.

/** @type {Map<string, Promise<string>>} */
const held = new Map(); // address -> promise of the font as a data URL

/**
 * The CSS rules of the loaded fonts that this SVG names, each with its file in it.
 * @param {string} svg
 */
export async function fontsOf(svg) {
  const loaded = [...document.fonts].filter(({ status }) => status === "loaded").map(face);
  const rules = [...document.styleSheets]
    .flatMap(rulesOf)
    .filter(({ style }) => loaded.includes(face(style)) && svg.includes(bare(style.fontFamily)));
  return (await Promise.all(rules.map(whole))).join("\n");
}

/** @param {string} family */
const bare = (family) => family.replace(/["']/g, "");

/** @param {any} of a loaded font, or the style of a rule */
const face = (of) => `${bare(of.fontFamily ?? of.family)} ${of.fontStyle || of.style || "normal"}`;

/**
 * @param {CSSStyleSheet} sheet
 * @returns {CSSFontFaceRule[]}
 */
function rulesOf(sheet) {
  try {
    return [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule);
  } catch {
    // the rules of another site's style sheet cannot be read
    return [];
  }
}

/** @param {CSSFontFaceRule} rule */
async function whole(rule) {
  const [, address] = rule.cssText.match(/url\("?([^")]+)"?\)/) ?? [],
    url = address && new URL(address, rule.parentStyleSheet?.href ?? document.baseURI).href;
  if (!address || !url) return "";
  if (!held.has(url))
    held.set(
      url,
      url.startsWith("data:")
        ? Promise.resolve(url)
        : fetch(url)
            .then((answer) => answer.blob())
            .then(asData),
    );
  try {
    return rule.cssText.replace(address, (await held.get(url)) ?? address);
  } catch {
    // it cannot be loaded: the picture then has another font
    held.delete(url);
    return "";
  }
}

/**
 * @param {Blob} blob
 * @returns {Promise<string>} its data URL
 */
function asData(blob) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(blob);
  });
}
