// Reads the details of one update, and a sampled text, from the arrays of a message.

/** -> { update, lr, frame (with theta), gradient, clipped, after, dy, dh, local, before, kept, ... } */
export function detailsOf(network, head, arrays) {
  const details = {
    ...head,
    size: network.size,
    local: {},
    next: {},
    before: {},
    kept: {},
    frame: { update: head.update, columns: [0, network.T] },
  };
  for (const [name, { data }] of Object.entries(arrays)) {
    const [group, ...rest] = name.split(".");
    const key = rest.join(".");
    if (group === "frame") details.frame[key] = data;
    else if (group === "local" || group === "next" || group === "before" || group === "kept")
      details[group][key] = data;
    else if (group === "details") details[key] = data;
  }
  return details;
}

/** -> { first, said: the symbols of the text, p: (count, V) } */
export function sampledOf(head, arrays) {
  return { ...head, p: arrays["sampled.p"].data };
}
