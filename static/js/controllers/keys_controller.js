import * as Turbo from "../../vendor/turbo.js";
import { Controller } from "../../vendor/stimulus.js";
import { isField } from "../fields.js";
import { say } from "../page.js";
import { forgetAct, goTo, leap, note, noteAct, select, selected, settle, step, turn } from "../selection.js";
import { lastDone, noteForm } from "../undo.js";

const OFF = "keys-off";
const OVER = "dialog[open], [popover]:popover-open";
const MOVES = {
  j: () => step(1),
  ArrowDown: () => step(1),
  k: () => step(-1),
  ArrowUp: () => step(-1),
  l: () => turn(1),
  ArrowRight: () => turn(1),
  h: () => turn(-1),
  ArrowLeft: () => turn(-1),
  Home: () => leap(false),
  End: () => leap(true),
};

/** The console by keyboard: keys press what the selected card offers. Which key does what stands in the help. */
export default class extends Controller {
  static targets = ["help", "row", "single", "undo", "undoVersion"];
  static values = { undoable: Array, question: String };

  connect() {
    this.singleTarget.checked = !localStorage.getItem(OFF);
    this.acts = new Map(this.rowTargets.flatMap((row) => row.dataset.keys.split(" ").map((key) => [key, row])));
  }

  press(event) {
    if (event.defaultPrevented || event.isComposing || event.getModifierState("AltGraph") || event.altKey) return;
    if (event.ctrlKey || event.metaKey) return this.chord(event);
    if (document.querySelector(OVER)) return this.inDialog(event);
    if (isTyping(event.target)) return;
    const key = nameOf(event);
    if (key.length === 1 && !this.singleTarget.checked) return;
    const does = this.meaning(key, event);
    if (!does) return;
    event.preventDefault();
    does();
  }

  /** What a key does here, or nothing. */
  meaning(key, event) {
    const opener = { Enter: "o", "Shift+ArrowUp": "K", "Shift+ArrowDown": "J" }[key] ?? key;
    if (key === "Enter" && !event.target.matches("article")) return null;
    if (key === "?") return () => this.show();
    if (key === "u") return event.repeat ? null : () => this.undo();
    if (key === "X") return () => this.dispatch("range");
    if (key === "/") return () => this.dispatch("find");
    if (key === "Escape") return () => this.clear();
    if (MOVES[key]) return MOVES[key];
    const row = this.acts.get(opener);
    if (!row || (event.repeat && !row.hasAttribute("data-repeats"))) return null;
    return () => this.perform(row);
  }

  /** First what is chosen, then the filter. */
  clear() {
    if (!this.dispatch("clear").defaultPrevented) this.dispatch("unsift");
    this.settle();
  }

  /** With Ctrl or ⌘: K opens the palette, Enter sends what is being written in a dialog. */
  chord(event) {
    if (event.key.toLowerCase() === "k" && !event.shiftKey) {
      event.preventDefault();
      if (!document.querySelector(OVER)) this.dispatch("palette");
    } else if (event.key === "Enter" && event.target.matches("textarea")) {
      event.preventDefault();
      const { form } = event.target;
      form.requestSubmit(form.querySelector("[data-send]") ?? form.querySelector(".btn-primary, .btn-danger"));
    }
  }

  /** In the form to decline a digit chooses the ground; Enter then sends. */
  inDialog(event) {
    const grounds = document.querySelector("dialog[open] #detail-decline[open]")?.querySelectorAll('input[name="ground"]');
    const ground = !isTyping(event.target) && grounds?.[Number(event.key) - 1];
    if (!ground) return;
    event.preventDefault();
    ground.checked = true;
    ground.focus();
  }

  /** Press the control for an act: of those chosen together, of the selected card, of what is on air. */
  perform(row) {
    const { acts, section, floor } = row.dataset;
    const card = selected();
    const places = [document.querySelector(".several:not([hidden])"), card];
    if (floor === "always" || (floor && !card?.matches(".q"))) places.push(document.getElementById("moderator-floor"));
    const control = controlIn(places, acts.split(" "));
    if (control) use(control);
    else if (card && section) this.open(card, section);
    else say("say-no-act");
  }

  /** Not every form stands on the card: the dialog has them all. */
  open(card, section) {
    const address = this.pathOf(card.id.slice(1));
    Turbo.visit(`${address}?open=${section}`, { frame: "detail" });
  }

  /** Take back the last act of this page that was not taken back. */
  undo() {
    const last = lastDone();
    if (!last) return say("say-nothing-done");
    this.undoTarget.action = `${this.pathOf(last.number)}/undo`;
    this.undoVersionTarget.value = last.version;
    this.undoTarget.requestSubmit();
  }

  noteDone({ detail: { success, formSubmission } }) {
    const { url, body } = formSubmission.fetchRequest;
    if (success && !formSubmission.isSafe) noteForm(url, body.get("version"), this.undoableValue);
  }

  show() {
    this.helpTarget.showModal();
  }

  close() {
    this.helpTarget.close();
  }

  remember() {
    if (this.singleTarget.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  }

  note() {
    note();
  }

  noteAct() {
    noteAct();
  }

  forgetAct() {
    forgetAct();
  }

  pathOf(number) {
    return this.questionValue.replace(/0$/, number);
  }

  /** Whatever comes or goes, the focus stays with the cards. */
  settle() {
    setTimeout(() => document.querySelector(OVER) || settle());
  }

  /** The palette asks for an act, or for a place. */
  run({ detail: { row, pane, card } }) {
    if (row) this.perform(row);
    else if (pane) goTo(pane, card);
    else select(card);
  }
}

/** The control that would be pressed for one of `acts`, in the first of `places` that has one. */
export function controlIn(places, acts) {
  for (const place of places) {
    for (const act of place ? acts : []) {
      const control = [...place.querySelectorAll(`[data-key-act~="${act}"]`)].find((one) => !one.disabled);
      if (control) return control;
    }
  }
  return null;
}

function use(control) {
  const fold = control.closest("summary")?.parentElement;
  if (!fold) return control.click();
  fold.open = true;
  fold.querySelector('input:not([type="hidden"]), textarea, select, button')?.focus();
}

function isTyping(element) {
  return element.isContentEditable || (isField(element) && !["checkbox", "radio"].includes(element.type));
}

function nameOf({ key, shiftKey }) {
  if (key.length === 1) return shiftKey ? key.toUpperCase() : key.toLowerCase();
  return shiftKey ? `Shift+${key}` : key;
}
