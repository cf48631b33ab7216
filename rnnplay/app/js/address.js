// The address of the page: it holds every choice and the update, and opens the same numbers anywhere.

/** The part behind the question mark. `link` and `limits` come from the server, the rest is where the learner is. */
export function query({ link, limits }, { pos, show, ups }) {
  const found = new URLSearchParams(link);
  found.set("update", pos);
  if (show !== "scores") found.set("show", show);
  if (ups !== limits.usual) found.set("speed", ups);
  return found.toString();
}

// What the address says of the whole app and not of one lab's choices: how it is shown, where the tour is.
const FRAME = ["lecture", "predict", "hide", "palette", "scenes", "scene", "tour"];

/** Replaced, not added to: the browser's Back leaves the page. What is said of the whole app stays. */
export function setAddress(search) {
  const found = new URLSearchParams(search),
    now = new URLSearchParams(location.search);
  const frame = FRAME.filter((name) => now.has(name) && !found.has(name));
  const rest = new URLSearchParams(frame.map((name) => [name, now.get(name)])).toString();
  const whole = [search, rest].filter(Boolean).join("&");
  history.replaceState(history.state, "", location.pathname + (whole ? `?${whole}` : ""));
}

export async function copy(search, notice) {
  const link = `${location.origin}${location.pathname}?${search}`;
  try {
    await navigator.clipboard.writeText(link);
    notice.say("The link is copied. It opens exactly this state.", { stay: 3000 });
  } catch {
    // no clipboard on an unencrypted page: show the link to be copied by hand
    notice.say("Copy this link:", { link, stay: 12_000 });
  }
}
