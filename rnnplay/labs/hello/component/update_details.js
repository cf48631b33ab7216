// Everything about one update, and what the network said by itself, as they come over the wire.

/** -> { update, lr, frame (with theta), gradient, clipped, after, dy, dh, local, before, kept, ... } */
export function momentOf(scene, head, arrays) {
  const moment = {
    ...head,
    size: scene.size,
    local: {},
    next: {},
    before: {},
    kept: {},
    frame: { update: head.update, columns: [0, scene.T] },
  };
  for (const [name, { data }] of Object.entries(arrays)) {
    const [group, ...rest] = name.split(".");
    const key = rest.join(".");
    if (group === "frame") moment.frame[key] = data;
    else if (group === "local" || group === "next" || group === "before" || group === "kept") moment[group][key] = data;
    else if (group === "moment") moment[key] = data;
  }
  return moment;
}

/** -> { first, said: [symbols], p: (count, V) } */
export function spokenOf(head, arrays) {
  return { ...head, p: arrays["spoken.p"].data };
}
