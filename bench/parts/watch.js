// In a console's page: which acts its moderator sends by which keydown, and when which card changes.
(() => {
  const notes = { acts: [], shown: [] };
  const versions = new Map();
  let pressed = 0;
  const clock = (at = performance.now()) => performance.timeOrigin + at;

  function ended({ detail: { formSubmission, fetchResponse } }) {
    const { url, body } = formSubmission.fetchRequest;
    const [, number, verb] = url.pathname.match(/\/questions\/(\d+)\/([^/]+)$/) ?? [];
    if (!verb) return;
    const { pressed: at } = formSubmission;
    notes.acts.push({ number: Number(number), verb, version: Number(body.get("version")), pressed: at, answered: clock(), status: fetchResponse?.statusCode ?? 0 });
  }

  /** A card that is not there any more has version 0. */
  function look() {
    const at = clock();
    const here = new Map();
    for (const { id, dataset } of document.querySelectorAll(".mod-console article.q, .mod-console article.air")) {
      here.set(id, Math.max(here.get(id) ?? 0, Number(dataset.version)));
    }
    const changed = [...new Set([...versions.keys(), ...here.keys()])].filter((id) => (versions.get(id) ?? 0) !== (here.get(id) ?? 0));
    for (const id of changed) versions.set(id, here.get(id) ?? 0);
    if (!changed.length) return;
    const seen = changed.map((id) => ({ number: Number(id.slice(1)), version: versions.get(id), at }));
    requestAnimationFrame(() => notes.shown.push(...seen.map((each) => ({ ...each, frame: clock() }))));
  }

  /** What a moderator sees: the cards of each pane, and the one that is selected. */
  function eyes() {
    const cards = (pane) => [...document.querySelectorAll(`#pane-${pane} article`)].map(card);
    const selected = document.activeElement?.closest("article.q, article.air");
    return { inbox: cards("inbox"), queue: cards("queue"), air: cards("floor"), selected: selected && card(selected) };
  }

  function card(article) {
    return {
      number: Number(article.id.slice(1)),
      pane: article.closest(".pane")?.dataset.pane,
      repeats: "filterRepeats" in article.dataset,
      suggested: article.querySelector('[data-key-act="route-suggested"], [data-key-act="route-wanted"]') !== null,
      free: article.dataset.filterClaimed === "",
      held: article.closest("#class-held") !== null,
    };
  }

  addEventListener("keydown", ({ timeStamp }) => (pressed = clock(timeStamp)), true);
  document.addEventListener("turbo:submit-start", ({ detail }) => (detail.formSubmission.pressed = pressed));
  document.addEventListener("turbo:submit-end", ended);
  look();
  notes.shown.length = 0;
  new MutationObserver(look).observe(document.querySelector(".mod-console"), { childList: true, subtree: true, attributes: true, attributeFilter: ["data-version"] });
  window.watch = { notes, eyes };
})();
