// Connects the player with the two components that carry its messages. Each of the three is a script of its own.
// Streamlit sends the script of a component again whenever its data change: the player's script is large, so its data
// never change, and the messages travel with small scripts.

/** { message, tell, owner, listener, report }: each is null until it is set. */
const channel = () => (window.rnnplayHello ??= { listener: null, owner: null, report: null });

/** Deliver a message of the server (Uint8Array), `tell(name, value)` for requests, and the element that got them. */
export function deliver(message, tell, owner) {
  Object.assign(channel(), { message, tell, owner });
  channel().listener?.(message, tell);
}

/** Call listener(message, tell) with the last message, if it belongs to this page, and with every later one. */
export function listen(listener) {
  const { message, tell, owner } = Object.assign(channel(), { listener });
  if (owner?.isConnected) listener(message, tell);
}

/** Send positions, { run, at, head, speed, show }, with `report`. */
export function reportWith(report) {
  channel().report = report;
}

/** Send the position if the server can be reached. */
export function reportPosition(position) {
  channel().report?.(position);
}
