// The player: makes its parts and passes the server's messages to them. The server computes every number; the player
// chooses which of them to show, and when.

import { unpack } from "../../../app/js/binary_message.js";
import { setLabParameters } from "../../../app/js/address.js";
import { html, set } from "../../../app/js/dom.js";
import { attempt, mounted } from "../../../app/js/mounted.js";
import { reducedMotion } from "../../../app/js/motion.js";
import { finer } from "../../../app/js/paint.js";
import { serverRestarted } from "../../../app/js/reload.js";
import { followPresentation } from "../../../app/presentation/follow_presentation.js";
import { listen } from "./message_channel.js";
import { DiagramView } from "./diagram_view.js";
import { KEYS } from "./keys.js";
import { FrameLoader } from "./frame_loader.js";
import { Notices } from "./notices.js";
import { PaneActions } from "./pane_actions.js";
import { Playback } from "./playback.js";
import { PlaybackActions } from "./playback_actions.js";
import { PlayerDrawing } from "./player_drawing.js";
import { Keyboard } from "./keyboard.js";
import { PlayerModel } from "./player_model.js";
import { ServerRequests } from "./server_requests.js";
import { SidePane } from "./side_pane.js";
import { Transport } from "./transport.js";

const NAME = "The diagram";

export class Player {
  constructor(root, header) {
    Object.assign(this, { root, box: root.querySelector(".rnnplay") });
    this.makeParts();
    this.makeActions(header.limits);
    this.place();
    this.listen();
    serverRestarted().then((restarted) => {
      if (restarted) this.notices.line.say("The server was started anew; this is where you were.", { stay: 5000 });
    });
  }

  /** Make the position, the state, and the loader. */
  makeParts() {
    this.playback = new Playback({
      last: () => this.model.header?.last,
      end: (update) => this.model.end(update),
      glide: (part) => this.drawing.draw(part),
      moved: (from) => this.drawing.move(from),
      stopped: () => this.actions.stopped(),
      needsFrames: () => this.loader.refill(),
      walking: () => this.model.opened.walking,
      walkBy: (n) => this.panes.walkBy(n),
    });
    this.diagram = new DiagramView({
      ask: (id) => this.panes.ask(id),
      open: (names) => this.panes.open({ kind: "weights", names }),
      scrolled: () => this.panes.redraw(),
      changed: () => this.panes.redraw(),
      redraw: () => this.drawing.draw(),
      name: (id) => this.drawing.sentence(id),
    });
    this.model = new PlayerModel(this.playback, () => this.diagram.columns);
    this.requests = new ServerRequests(() => this.link());
    this.loader = new FrameLoader(this.model, this.diagram, this.requests, () => this.root.isConnected);
  }

  /** The address that opens the page in its present state. */
  link() {
    setLabParameters(this.model.search);
    return location.href;
  }

  /** Make the drawings and the learner's actions. */
  makeActions(limits) {
    const { model, diagram, loader } = this;
    this.notices = new Notices(model, diagram, this.requests, {
      rate: (lr) => loader.ask({ lr }),
      seek: (update) => this.playback.seek(update),
    });
    this.actions = new PlaybackActions(model, { loader, notices: this.notices });
    this.transport = new Transport(this.actions, limits);
    this.drawing = new PlayerDrawing(model, this.box, {
      diagram,
      transport: this.transport,
      reveal: () => this.panes.reveal(),
    });
    this.panes = new PaneActions(model, { diagram, loader, drawing: this.drawing });
    Object.assign(this.actions, { drawing: this.drawing, panes: this.panes });
  }

  place() {
    this.main = html("div", { class: "main" }, this.diagram.node, this.transport.node);
    this.transport.node.prepend(this.notices.line.node);
    this.box.append(this.main, this.drawing.announcement, this.drawing.table.node);
  }

  listen() {
    this.unfollow = followPresentation(this.box, {
      keys: KEYS,
      changed: () => this.restyle(),
      reveal: () => this.panes.reveal(),
      step: (by) => {
        this.actions.step(by);
        return true;
      },
    });
    // A picture needs finer canvases; afterwards they are as fine as the screen again.
    this.box.addEventListener("picture", ({ detail }) => {
      finer(detail);
      this.drawing.draw();
    });
    this.keys = new Keyboard(this.root, this.box, this);
    this.fit = () => this.diagram.fit(this.transport.node);
    this.resize = new ResizeObserver(this.fit);
    for (const node of [this.diagram.node, this.transport.node]) this.resize.observe(node);
    const page = document.querySelector(".stMainBlockContainer"); // the part of the page above may still grow
    if (page) this.resize.observe(page);
    window.addEventListener("resize", this.fit);
    this.watch = setInterval(() => this.checkProgress(), 500);
  }

  /** Take in a message of the server (Uint8Array); `tell(name, value)` sends a request back. */
  receive(bytes, tell) {
    const { model, requests } = this;
    requests.tell = tell;
    const { header, arrays } = unpack(bytes),
      { stopped } = header;
    requests.answered(header.answers);
    requests.postpone(header.later ?? null);
    if (header.network !== model.networkId && !header.diagram) {
      this.loader.askForDiagram(header);
      return;
    }
    model.header = header;
    if (header.run !== model.run || header.arrival !== model.arrival) this.begin(header);
    model.keep(header, arrays);
    if (stopped && model.pos > stopped.update) this.playback.seek(stopped.update);
    this.notices.update();
    this.drawing.draw();
    this.loader.refill();
  }

  /** Take in another experiment, or the same one after the visitor has opened the page again. */
  begin(header) {
    const { model } = this,
      arrived = header.arrival !== model.arrival,
      again = model.run !== null && !arrived,
      same = again && header.network === model.networkId,
      plays = header.autoplay && !reducedMotion();
    if (arrived) this.arrive();
    model.begin(header);
    this.drawing.from = null;
    this.requests.forget();
    this.playback.begin(header.at, header.head, plays ? header.consistent : null);
    if (!again) {
      model.show = header.show;
      this.playback.speed = header.speed;
    }
    set(this.box, "data-run", model.run);
    if (again) setLabParameters(model.search);
    if (same) return; // only the learning rate has changed: the picture stays
    if (!model.opened.walking) model.opened.close();
    this.showNetwork();
    if (plays && !again) this.playback.play();
  }

  /** A tour or a lecture has opened the page: stop the playback and close the pane. */
  arrive() {
    this.playback.stop();
    this.model.opened.close();
  }

  showNetwork() {
    const { network } = this.model;
    this.drawing.side?.node.remove();
    this.drawing.side = new SidePane(network, this.panes);
    this.main.append(this.drawing.side.node);
    this.diagram.below = this.transport.node;
    this.diagram.show(network);
  }

  /** Called twice a second. */
  checkProgress() {
    if (!this.root.isConnected) {
      this.leave();
      return;
    }
    this.loader.checkProgress();
    this.notices.update();
  }

  /** Lecture mode, colours or covered answers have changed: draw everything again. */
  restyle() {
    this.fit();
    if (this.diagram.view) this.drawing.restyle();
  }

  leave() {
    for (const part of [this.playback, this.loader, this.keys]) part.dispose();
    this.unfollow();
    this.resize.disconnect();
    clearInterval(this.watch);
    window.removeEventListener("resize", this.fit);
  }
}

/** The player's element on the page. The first message makes the player. */
class PlayerElement {
  constructor(root, box) {
    Object.assign(this, { root, player: null });
    listen((message, tell) => attempt(box, NAME, () => this.hear(message, tell)));
  }

  hear(message, tell) {
    this.player ??= new Player(this.root, unpack(message).header);
    this.player.receive(message, tell);
  }

  /** Streamlit has drawn the component again: the theme may have changed. */
  receive() {
    this.player?.restyle();
  }

  leave() {
    this.player?.leave();
  }
}

export default function (page) {
  return mounted(page, {
    box: ".rnnplay",
    name: NAME,
    ready: () => true,
    make: (box, _data, root) => new PlayerElement(root, box),
  });
}
