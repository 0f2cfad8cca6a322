import { Controller } from "../../vendor/stimulus.js";
import { serverNow } from "../clock.js";
import { labelsShown } from "../selection.js";
import { bare, contains, fit } from "../words.js";

const PANES = ["inbox", "queue", "done"];
// Only these are known to the page of all questions.
const LISTED = ["channel", "label", "unit", "mine"];

/** Shows of the panes' cards those that fit the line of filters; it stays what it is through every message. */
export default class extends Controller {
  static targets = ["words", "pick", "label", "toggle", "all", "reset", "unfolder"];
  static values = { list: String, seat: String };

  connect() {
    // With every message: to look for them in the whole console each time is dear.
    this.tools = { words: this.wordsTarget, picks: this.pickTargets, toggles: this.toggleTargets, label: this.labelTarget };
    Object.assign(this.tools, { all: this.allTarget, reset: this.resetTarget, unfolder: this.unfolderTarget });
    this.apply();
  }

  toggle({ currentTarget }) {
    currentTarget.setAttribute("aria-pressed", String(!isOn(currentTarget)));
    this.apply();
  }

  find() {
    this.tools.words.focus();
    this.tools.words.select();
  }

  leave() {
    this.tools.words.blur();
    this.dispatch("left");
  }

  clear() {
    this.tools.words.value = "";
    for (const pick of this.tools.picks) pick.value = "";
    for (const toggle of this.tools.toggles) toggle.setAttribute("aria-pressed", "false");
    this.apply();
  }

  unfold() {
    const open = this.tools.unfolder.getAttribute("aria-expanded") !== "true";
    this.tools.unfolder.setAttribute("aria-expanded", String(open));
  }

  apply() {
    this.offerLabels();
    const wanted = this.wanted();
    const isActive = Object.values(wanted).some(Boolean);
    for (const name of PANES) this.sift(document.getElementById(`pane-${name}`), wanted, isActive);
    this.tools.reset.hidden = this.tools.all.hidden = !isActive;
    this.tools.all.href = `${this.listValue}?${this.query(wanted)}`;
    this.tools.unfolder.toggleAttribute("data-active", isActive);
  }

  sift(pane, wanted, isActive) {
    const cards = [...pane.querySelectorAll("article.q")];
    const fitting = isActive ? cards.filter((card) => this.fits(card, wanted)) : cards;
    const kept = new Set(fitting);
    for (const card of cards) card.closest("li").toggleAttribute("data-filtered", !kept.has(card));
    for (const line of pane.querySelectorAll(".mod-class")) line.toggleAttribute("data-filtered", !line.querySelector("li:not([data-filtered])"));
    const count = pane.querySelector(".count");
    if (isActive) count?.setAttribute("data-sifted", `${fitting.length}/`);
    else count?.removeAttribute("data-sifted");
  }

  fits(card, wanted) {
    const { dataset } = card;
    return (
      (!wanted.words || speaksOf(card, wanted.words)) &&
      (!wanted.channel || dataset.filterChannel === wanted.channel) &&
      (!wanted.label || dataset.filterLabels.split("\n").includes(wanted.label)) &&
      (!wanted.unit || dataset.filterUnits.split(" ").includes(wanted.unit)) &&
      (!wanted.mine || dataset.filterClaimed === this.seatValue) &&
      (!wanted.late || isLate(dataset.filterRespond)) &&
      (!wanted.repeats || "filterRepeats" in dataset) &&
      (!wanted.waiting || "filterWaiting" in dataset)
    );
  }

  wanted() {
    const picks = this.tools.picks.map(({ name, value }) => [name, value]);
    const toggles = this.tools.toggles.map((toggle) => [toggle.name, isOn(toggle)]);
    return { words: this.tools.words.value.trim(), ...Object.fromEntries([...picks, ...toggles]) };
  }

  query(wanted) {
    const query = new URLSearchParams(wanted.words ? { q: wanted.words } : {});
    for (const name of LISTED) if (wanted[name]) query.set(name, wanted[name] === true ? "1" : wanted[name]);
    return query;
  }

  /** The labels that are on the cards; the one picked stays in any case. */
  offerLabels() {
    const offered = [...new Set([...labelsShown(), this.tools.label.value].filter(Boolean))].sort();
    if (offered.join("\n") === [...this.tools.label.options].slice(1).map(({ value }) => value).join("\n")) return;
    const picked = this.tools.label.value;
    this.tools.label.replaceChildren(this.tools.label.options[0], ...offered.map((name) => new Option(name, name)));
    this.tools.label.value = picked;
  }
}

/** By its number when a number is typed with #, else by its words or the first letters of its points. */
function speaksOf(card, typed) {
  const number = card.id.slice(1);
  if (/^#\d+$/.test(typed)) return typed === `#${number}`;
  const { filterText, filterNames } = card.dataset;
  if (number === typed || contains(filterText, typed)) return true;
  return bare(typed).length > 1 && filterNames.split("\n").some((name) => fit(name, "", typed) >= 3);
}

function isLate(moments) {
  return moments.split(" ").some((moment) => moment && Date.parse(moment) < serverNow());
}

function isOn(toggle) {
  return toggle.getAttribute("aria-pressed") === "true";
}
