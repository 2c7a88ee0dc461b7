import type { SearchParams } from "../list-params";

/** The windows a filter form can also give as two date fields. */
const windows = ["changed", "created", "expires", "expired"] as const;

/**
 * A form without scripts cannot join two date fields into one parameter, so it sends `changed_from` and `changed_to`; this folds them into
 * `changed=FROM..TO`. Null when the address has none of them, and so is already spelled the one way.
 */
export function foldDateFields(params: SearchParams): SearchParams | null {
  const folded = { ...params };
  let found = false;
  for (const window of windows) {
    const [from, to] = [params[`${window}_from`], params[`${window}_to`]];
    if (from === undefined && to === undefined) continue;
    found = true;
    delete folded[`${window}_from`];
    delete folded[`${window}_to`];
    if (from || to) folded[window] = `${from ?? ""}..${to ?? ""}`;
  }
  return found ? folded : null;
}
