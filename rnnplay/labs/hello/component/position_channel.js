// Connects the player with the component that reports the position: each is a script of its own.

/** { send(position) }, where `send` is null while no such component is on the page. */
export const positionChannel = () => (window.rnnplayPosition ??= { send: null });
