// What a person has put into a form.

const EDITABLE = 'textarea, select, input:not([type="hidden"], [type="submit"], [type="button"], [type="reset"])';

/** True for a field that a person types into or picks from. */
export function isField(element) {
  return element.matches(EDITABLE);
}

/** True when a field no longer says what the server put there. */
export function isChanged(field) {
  if (field instanceof HTMLSelectElement) return selectChanged(field);
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

/** Texts in `element` that a person wrote and did not send. */
export function unsentTexts(element) {
  return [...element.querySelectorAll('textarea, input[type="text"]')]
    .filter((field) => isChanged(field) && field.value.trim() && !field.form?.matches('[aria-busy="true"]'))
    .map((field) => field.value);
}

function selectChanged(select) {
  const options = [...select.options];
  if (select.multiple) return options.some((option) => option.selected !== option.defaultSelected);
  const given = options.findIndex((option) => option.defaultSelected);
  return select.selectedIndex !== (given < 0 ? options.findIndex((option) => !option.disabled) : given);
}
