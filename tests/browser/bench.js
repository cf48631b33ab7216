// Runs in the page before its own scripts: stopwatches that look at what is drawn and at what goes over the wire.

window.bench = (() => {
  const wire = []; // [sent (true) or received, when, bytes]
  const size = (data) => data.size ?? data.byteLength ?? data.length;
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    if (!this.watched) {
      this.watched = true;
      this.addEventListener("message", (event) => wire.push([false, performance.now(), size(event.data)]));
    }
    wire.push([true, performance.now(), size(data)]);
    return send.call(this, data);
  };

  function find(root = document) {
    const found = root.querySelector(".rnnplay");
    if (found) return found;
    for (const node of root.querySelectorAll("*")) {
      const inside = node.shadowRoot && find(node.shadowRoot);
      if (inside) return inside;
    }
    return null;
  }

  /** From the next click to the animation frame after `changed(player)` is first true: -> ms. */
  function afterClick(changed) {
    return new Promise((resolve) => {
      let clicked = null,
        done = false;
      const observer = new MutationObserver(look);
      const options = { subtree: true, childList: true, characterData: true, attributes: true };
      function look() {
        const player = find();
        if (done || clicked === null || !player || !changed(player)) return;
        done = true;
        observer.disconnect();
        window.removeEventListener("click", note, true);
        requestAnimationFrame(() => resolve(performance.now() - clicked));
      }
      function note(event) {
        clicked = event.timeStamp;
      }
      window.addEventListener("click", note, true);
      observer.observe(find().getRootNode(), options);
    });
  }

  /** The next change of an attribute of the player that a click brings. */
  function change(name) {
    const before = find().getAttribute(name);
    return afterClick((player) => (player.getAttribute(name) ?? before) !== before);
  }

  /** Watch the animation frames for so many ms: -> when each was, and the update it found on the page. */
  function frames(length) {
    return new Promise((resolve) => {
      const times = [],
        updates = [],
        player = find(),
        start = performance.now();
      requestAnimationFrame(function look(now) {
        times.push(now);
        updates.push(Number(player.getAttribute("data-update")));
        if (performance.now() - start < length) requestAnimationFrame(look);
        else resolve({ times, updates });
      });
    });
  }

  return { wire, find, change, frames };
})();
