// A field that steers a list: the active option is marked, in sight, and named to screen readers.

/** Make `option` the active one of the list that `input` steers, instead of `before`; returns it. */
export function activate(input, before, option) {
  before?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
  return option;
}
