// The selected card of the console: the one on or in which the focus is.

const PANES = ["inbox", "queue", "floor", "done"];
const CARDS = "article.q, article.air";
// After an act its answer is rendered, and Turbo gives the focus back to whatever has the same id by then.
const GIVEN_BACK = 1500;
let kept = { pane: "", ids: [] };
let acted = { at: -GIVEN_BACK };

/** The card that keys act on, or null; when the focus has fallen to the page, the one that had it. */
export function selected() {
  return document.activeElement?.closest(".pane")?.contains(cardAt()) ? cardAt() : isAdrift() ? heir() : null;
}

/** Put the focus on a card and bring it into sight. */
export function select(card) {
  if (!card) return;
  acted = { at: -GIVEN_BACK };
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

/** Note where the focus is, so that it can stay near when its card leaves. */
export function note() {
  const card = cardAt();
  const pane = card?.closest(".pane");
  if (!pane) return;
  if (card.id === acted.id && pane.id !== acted.pane && performance.now() - acted.at < GIVEN_BACK) return select(heir());
  const ids = cardsOf(pane).map(({ id }) => id);
  const place = ids.indexOf(card.id);
  kept = { pane: pane.id, ids: [card.id, ...ids.slice(place + 1), ...ids.slice(0, Math.max(place, 0)).reverse()] };
}

/** An act on the selected card is under way: where it goes, the focus does not go with it. */
export function noteAct() {
  acted = { id: kept.ids[0], pane: kept.pane, at: performance.now() };
}

/** A pointer chooses for itself. */
export function forgetAct() {
  acted = { at: -GIVEN_BACK };
}

/** The focus of a card that has gone is taken up by the next one of its pane. */
export function settle() {
  if (isAdrift()) return select(heir());
  refocus(cardAt());
  note();
}

/** `by` cards on from the selected one, in its pane; with none selected the first there is. */
export function step(by) {
  const card = selected();
  const cards = card ? cardsOf(card.closest(".pane")) : cardsOf(firstPane());
  select(card ? cards[Math.min(Math.max(cards.indexOf(card) + by, 0), cards.length - 1)] : cards[0]);
}

/** The first card of the selected one's pane, or the last one. */
export function leap(toEnd) {
  const cards = cardsOf(selected()?.closest(".pane") ?? firstPane());
  select(toEnd ? cards.at(-1) : cards[0]);
}

/** The pane beside that has cards. */
export function turn(by) {
  const from = PANES.indexOf(selected()?.closest(".pane").dataset.pane ?? PANES[0]);
  for (let at = from + by; at >= 0 && at < PANES.length; at += by) {
    if (cardsOf(paneNamed(PANES[at]), true).length) return goTo(PANES[at]);
  }
}

/** Show a pane and select its first card, or the card given. */
export function goTo(name, card) {
  document.querySelector(`.mod-figures a[data-pane="${name}"]`)?.click();
  select(card ?? cardsOf(paneNamed(name))[0]);
}

/** The cards of a pane from top to bottom; also those of a pane that is not shown. */
export function cardsOf(pane, hidden = false) {
  // The pane is asked, not each card: the layout of cards that are out of sight would be made for it.
  if (!pane || !(hidden || pane.offsetParent !== null)) return [];
  return [...pane.querySelectorAll(CARDS)].filter((card) => !isSifted(card));
}

/** The labels that are on any card, by the alphabet. */
export function labelsShown() {
  const cards = [...document.querySelectorAll("article[data-filter-labels]")];
  return [...new Set(cards.flatMap(({ dataset }) => dataset.filterLabels.split("\n").filter(Boolean)))].sort();
}

// A card that was moved within its pane keeps the focus, but Chromium does not style it so.
function refocus(card) {
  const active = document.activeElement;
  if (!card || card.matches(":focus-within")) return;
  active.blur();
  active.focus({ preventScroll: true });
}

function heir() {
  const pane = document.getElementById(kept.pane);
  const left = new Map(cardsOf(pane).map((card) => [card.id, card]));
  return left.get(kept.ids.find((id) => left.has(id))) ?? null;
}

function firstPane() {
  return PANES.map(paneNamed).find((pane) => cardsOf(pane).length);
}

function paneNamed(name) {
  return document.getElementById(`pane-${name}`);
}

function cardAt() {
  return document.activeElement?.closest(CARDS) ?? null;
}

function isAdrift() {
  const active = document.activeElement;
  return !active || active === document.body || active.matches(".pane, [data-region]");
}

function isSifted(card) {
  return card.closest("[data-filtered]") !== null;
}
