// Words compared as people type them: without diacritics and case.

// What stands before a unit's own name, as "Quận" before "Đống Đa".
const KIND = /^(quan|huyen|thi xa|thi tran|phuong|xa|thanh pho|dac khu) /;

/** "Đống Đa" as "dong da". */
export function bare(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}

/** True when every word that was typed occurs in `text`. */
export function contains(text, typed) {
  const within = bare(text);
  return wordsOf(typed).every((word) => within.includes(word));
}

/**
 * How well a unit fits what was typed: 0 not at all, the higher the better. By its code, by its name,
 * or by the first letters of its name's words: "dd" is Đống Đa, "hbt" Hai Bà Trưng.
 */
export function fit(name, code, typed) {
  const wanted = wordsOf(typed).join(" ");
  if (!wanted) return 1;
  const whole = bare(name);
  const own = whole.replace(KIND, "");
  if (code === wanted || own === wanted || initials(own) === wanted) return 5;
  if (own.startsWith(wanted)) return 4;
  if ([own, whole].some((text) => initials(text).startsWith(wanted))) return 3;
  if (code.startsWith(wanted)) return 2;
  return contains(name, typed) ? 1 : 0;
}

function initials(text) {
  return text.split(/[^a-z0-9]+/).map((word) => word[0] ?? "").join("");
}

function wordsOf(typed) {
  return bare(typed).split(/\s+/).filter(Boolean);
}
