// Times that run: `<time data-clock="elapsed|countdown|due">`, by the server's clock.

// A due date keeps its text and is only marked once it has passed. A countdown with `data-red="ISO"`
// is marked once more when that moment has passed too.
const MODES = new Set(["elapsed", "countdown", "due"]);
let offset = 0;

/** Milliseconds that the server's clock is ahead of this one. */
export function setServerTime(ahead) {
  offset = ahead;
  tick();
}

/** Keep the page's running times going. */
export function startClock() {
  document.addEventListener("live:rendered", tick);
  document.addEventListener("turbo:render", tick);
  document.addEventListener("visibilitychange", tick);
  run();
}

function run() {
  tick();
  setTimeout(run, 1000 - (serverNow() % 1000));
}

function tick() {
  if (document.visibilityState === "hidden") return;
  const now = serverNow();
  for (const element of document.querySelectorAll("time[data-clock]")) show(element, now);
}

function show(element, now) {
  const mode = element.dataset.clock;
  if (!MODES.has(mode)) return;
  const at = Date.parse(element.dateTime);
  if (Number.isNaN(at)) return;
  if (mode === "due") return element.toggleAttribute("data-overdue", at <= now);
  const seconds = Math.floor((mode === "elapsed" ? now - at : at - now) / 1000);
  const overdue = mode === "countdown" && seconds < 0;
  element.toggleAttribute("data-overdue", overdue);
  if (element.dataset.red) markLate(element, overdue, Date.parse(element.dataset.red) <= now);
  const text = mode === "elapsed" ? inDigits(Math.max(0, seconds)) : (overdue ? "+" : "") + inDigits(Math.abs(seconds));
  if (element.textContent !== text) element.textContent = text;
}

/** Also on what stands around it and wants to know (`data-late`), for a style that looks inside is dear. */
function markLate(element, late, veryLate) {
  element.toggleAttribute("data-very-late", veryLate);
  const place = element.closest("[data-late-place]");
  if (!place) return;
  if (!late) place.removeAttribute("data-late");
  else if (place.dataset.late !== (veryLate ? "very" : "yes")) place.dataset.late = veryLate ? "very" : "yes";
}

function inDigits(total) {
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`;
}

/** The time by the server's clock, in milliseconds. */
export function serverNow() {
  return Date.now() + offset;
}
