import { Controller } from "../../vendor/stimulus.js";
import { unsentTexts } from "../fields.js";
import { send } from "../live.js";

// The focus jumps about while something opens or a region is rendered.
const SETTLE = 150;
const LINGER = 1500;
const AWAY = 30000;
const NOWHERE = { number: null, editing: false };

/** Tells the other moderators at which question this one is, and whether its texts are being edited. */
export default class extends Controller {
  connect() {
    this.said = NOWHERE;
    this.note();
  }

  disconnect() {
    clearTimeout(this.settling);
    clearTimeout(this.leaving);
    this.say(NOWHERE);
  }

  /** Something has moved: look once it has settled. */
  note({ type, target } = {}) {
    if (type === "focusin" && !isOver(target)) this.card = target.closest("article");
    this.settling ??= setTimeout(() => this.look(), SETTLE);
  }

  /** The tab is hidden or comes back. */
  turn() {
    this.stay();
    this.note();
  }

  /** The server knows nothing of a new connection. */
  again() {
    this.said = NOWHERE;
    this.look();
  }

  look() {
    clearTimeout(this.settling);
    this.settling = null;
    const now = document.hidden ? NOWHERE : this.whereabouts();
    if (now.number === null) {
      this.leaving ??= setTimeout(() => this.say(NOWHERE), document.hidden ? AWAY : LINGER);
    } else {
      this.stay();
      this.say(now);
    }
  }

  stay() {
    clearTimeout(this.leaving);
    this.leaving = null;
  }

  say(now) {
    if (now.number === this.said.number && now.editing === this.said.editing) return;
    this.said = now;
    send("look", now);
  }

  /** The question in the dialog, or else the one whose card has the focus. */
  whereabouts() {
    const active = document.activeElement ?? document.body;
    const card = isOver(active) ? this.card : active.closest("article");
    const place = document.querySelector("dialog[open] turbo-frame:has([data-lookers])") ?? card;
    const number = Number(place?.querySelector("[data-lookers]")?.dataset.lookers);
    return number && place.isConnected ? { number, editing: isWriting(place, active) } : NOWHERE;
  }
}

/** What opens over the page serves the card from which it was opened. */
function isOver(element) {
  return element.closest("dialog, [popover]") !== null;
}

function isWriting(place, active) {
  const inText = place.contains(active) && ["text", "textarea"].includes(active.type);
  return inText || unsentTexts(place).length > 0;
}
