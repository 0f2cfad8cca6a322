import { Controller } from "../../vendor/stimulus.js";

/** A console's panes: on a phone one is shown at a time, on a desk those at the side take turns. */
export default class extends Controller {
  static targets = ["pane", "switch", "tab"];
  static values = { shown: String, side: String };

  connect() {
    this.left = new Map();
    this.follow();
  }

  /** Show the pane that the address names, or that holds the card that it names. */
  follow() {
    const named = location.hash && document.getElementById(location.hash.slice(1));
    const pane = named && this.paneTargets.find((one) => one.contains(named));
    if (pane) this.show(pane.dataset.pane);
    if (named && named !== pane) named.scrollIntoView({ block: "nearest" });
  }

  turn({ currentTarget }) {
    this.show(currentTarget.value);
  }

  /** A link to a pane shows it where it was left. */
  go(event) {
    const pane = event.target.closest("a[data-pane]")?.dataset.pane;
    if (!pane) return;
    event.preventDefault();
    this.show(pane);
    this.paneTargets.find((one) => one.dataset.pane === pane).focus({ preventScroll: true });
  }

  show(name) {
    if (this.switchTargets.some(({ value }) => value === name)) this.sideValue = name;
    if (name === this.shownValue) return;
    this.left.set(this.shownValue, scrollY);
    this.shownValue = name;
    scrollTo(0, this.left.get(name) ?? 0);
  }

  /** A form that unfolds in a pane comes into sight as a whole. */
  reveal({ target }) {
    if (target.matches(".mod-unfold")) target.closest(".q, .air-body").toggleAttribute("data-unfolded", target.open);
    if (target.open && target.matches(".fold")) target.scrollIntoView({ block: "nearest" });
  }

  shownValueChanged() {
    this.mark();
  }

  sideValueChanged() {
    for (const one of this.switchTargets) one.setAttribute("aria-pressed", one.value === this.sideValue);
  }

  mark() {
    const switches = this.switchTargets;
    for (const tab of this.tabTargets) {
      tab.setAttribute("aria-current", tab.dataset.pane === this.shownValue);
      // The switch at the side stands outside what is rendered anew.
      const turn = switches.find(({ value }) => value === tab.dataset.pane);
      if (turn && tab.dataset.waiting) turn.dataset.waiting = tab.dataset.waiting;
    }
  }

  /** The tabs are rendered anew with every change; which one is current is this page's own affair. */
  keep(event) {
    if (event.detail.attributeName === "aria-current" && event.target.closest(".mod-figures")) event.preventDefault();
  }
}
