// Who else looks at or edits which question: `[data-lookers="12"]` gets their names.

let lookers = [];
const shown = new WeakMap();

/** Mark again whatever is rendered anew. */
export function startLookers() {
  document.addEventListener("live:rendered", mark);
  document.addEventListener("turbo:render", mark);
}

/** The full list, as `{number, name, seat, editing}`. */
export function setLookers(list) {
  lookers = list;
  mark();
}

function mark() {
  const own = Number(document.querySelector("[data-own-seat]")?.dataset.ownSeat);
  const others = lookers.filter(({ seat }) => seat !== own);
  for (const slot of document.querySelectorAll("[data-lookers]")) {
    show(slot, others.filter(({ number }) => number === Number(slot.dataset.lookers)));
  }
}

function show(slot, here) {
  const key = JSON.stringify(here);
  if (shown.get(slot) === key) return;
  shown.set(slot, key);
  slot.replaceChildren(...here.map(words));
  slot.hidden = !here.length;
  const card = slot.closest(".q");
  if (here.length) card?.setAttribute("data-looked-at", here.some(({ editing }) => editing) ? "editing" : "looking");
  else card?.removeAttribute("data-looked-at");
}

function words({ name, editing }) {
  const template = document.getElementById(editing ? "is-editing" : "is-looking");
  const chip = template.content.firstElementChild.cloneNode(true);
  chip.querySelector("[data-name]").textContent = name;
  chip.title = chip.textContent.trim();
  return chip;
}
