/**
 * A form as a plain object for a schema: a name sent once is its value, sent more often an array. React's own fields
 * are left out.
 */
export function formValues(formData: FormData): Record<string, FormDataEntryValue | FormDataEntryValue[]> {
  // Without a prototype, a field named __proto__ is a field like any other.
  const values = Object.create(null) as Record<string, FormDataEntryValue | FormDataEntryValue[]>;
  for (const name of new Set(formData.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const all = formData.getAll(name);
    values[name] = all.length === 1 ? (all[0] as FormDataEntryValue) : all;
  }
  return values;
}
