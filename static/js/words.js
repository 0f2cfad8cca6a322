// Words compared as people type them: without diacritics and case.

/** "Đống Đa" as "dong da". */
export function bare(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}

/** True when every word that was typed occurs in `text`. */
export function contains(text, typed) {
  const within = bare(text);
  return bare(typed).split(/\s+/).filter(Boolean).every((word) => within.includes(word));
}
