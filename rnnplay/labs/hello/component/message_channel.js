// Connects the player with the two components that carry its messages. Each of the three is a script of its own.
// Streamlit sends the script of a component again whenever its data change: the player's script is large, so its data
// never change, and the messages travel with small scripts.

/** { message, tell, owner, listener, report }, each null until there is one. */
const channel = () => (window.rnnplayHello ??= { listener: null, owner: null, report: null });

/** A message of the server (Uint8Array), `tell(name, value)` for requests, and the element that they came to. */
export function deliver(message, tell, owner) {
  Object.assign(channel(), { message, tell, owner });
  channel().listener?.(message, tell);
}

/** Let listener(message, tell) hear the last message, if it is of this page, and every later one. */
export function listen(listener) {
  const { message, tell, owner } = Object.assign(channel(), { listener });
  if (owner?.isConnected) listener(message, tell);
}

/** Let `report` send the positions: { run, at, head, speed, show }. */
export function reportWith(report) {
  channel().report = report;
}

/** Send the position, if there is a way to the server. */
export function reportPosition(position) {
  channel().report?.(position);
}
