import { Controller } from "../../vendor/stimulus.js";
import { serverNow } from "../clock.js";
import { bare, contains, fit } from "../words.js";

const PANES = ["inbox", "queue", "done"];
// Only these are known to the page of all questions.
const LISTED = ["channel", "label", "unit", "mine"];

/** Shows of the panes' cards those that fit the line of filters; it stays what it is through every message. */
export default class extends Controller {
  static targets = ["words", "pick", "label", "toggle", "all", "reset", "unfolder"];
  static values = { list: String, seat: String };

  connect() {
    this.apply();
  }

  toggle({ currentTarget }) {
    currentTarget.setAttribute("aria-pressed", String(!isOn(currentTarget)));
    this.apply();
  }

  find() {
    this.wordsTarget.focus();
    this.wordsTarget.select();
  }

  leave() {
    this.wordsTarget.blur();
    this.dispatch("left");
  }

  clear() {
    this.wordsTarget.value = "";
    for (const pick of this.pickTargets) pick.value = "";
    for (const toggle of this.toggleTargets) toggle.setAttribute("aria-pressed", "false");
    this.apply();
  }

  unfold() {
    const open = this.unfolderTarget.getAttribute("aria-expanded") !== "true";
    this.unfolderTarget.setAttribute("aria-expanded", String(open));
  }

  apply() {
    this.offerLabels();
    const wanted = this.wanted();
    const isActive = Object.values(wanted).some(Boolean);
    for (const name of PANES) this.sift(document.getElementById(`pane-${name}`), wanted, isActive);
    this.resetTarget.hidden = this.allTarget.hidden = !isActive;
    this.allTarget.href = `${this.listValue}?${this.query(wanted)}`;
    this.unfolderTarget.toggleAttribute("data-active", isActive);
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
    const picks = this.pickTargets.map(({ name, value }) => [name, value]);
    const toggles = this.toggleTargets.map((toggle) => [toggle.name, isOn(toggle)]);
    return { words: this.wordsTarget.value.trim(), ...Object.fromEntries([...picks, ...toggles]) };
  }

  query(wanted) {
    const query = new URLSearchParams(wanted.words ? { q: wanted.words } : {});
    for (const name of LISTED) if (wanted[name]) query.set(name, wanted[name] === true ? "1" : wanted[name]);
    return query;
  }

  /** The labels that are on the cards; the one picked stays in any case. */
  offerLabels() {
    const cards = [...this.element.querySelectorAll("[data-filter-labels]")];
    const names = cards.flatMap(({ dataset }) => dataset.filterLabels.split("\n").filter(Boolean));
    const offered = [...new Set([...names, this.labelTarget.value].filter(Boolean))].sort();
    if (offered.join("\n") === [...this.labelTarget.options].slice(1).map(({ value }) => value).join("\n")) return;
    const picked = this.labelTarget.value;
    this.labelTarget.replaceChildren(this.labelTarget.options[0], ...offered.map((name) => new Option(name, name)));
    this.labelTarget.value = picked;
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
