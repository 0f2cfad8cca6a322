// What this moderator did on this page, to be taken back in turn.

const ACT = /\/moderator\/questions\/(\d+)\/([a-z-]+)$/;
const done = [];

/** A form has succeeded: if its verb is one of `undoable`, its question stands at the next version now. */
export function noteForm(address, version, undoable) {
  const [, number, verb] = new URL(address).pathname.match(ACT) ?? [];
  if (undoable.includes(verb)) noteDone(Number(number), Number(version) + 1);
}

/** An act on a question left it at this version. */
export function noteDone(number, version) {
  done.push({ number, version });
}

/** The newest act that was not taken back, as `{number, version}`; it is forgotten by this. */
export function lastDone() {
  return done.pop();
}
