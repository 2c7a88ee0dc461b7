/**
 * Columns of the list of payouts that a person may hide, in the order of the list. Recipient and status always stay. Runs
 * anywhere.
 */
export const hideableTable = {
  reference: { label: "Reference" },
  amount: { label: "Amount" },
  changed: { label: "Last change" },
  created: { label: "Created" },
  expires: { label: "Expires" },
} as const satisfies Record<string, { label: string }>;

export type Hideable = keyof typeof hideableTable;
export const hideables = Object.keys(hideableTable) as [Hideable, ...Hideable[]];

/**
 * How a person wants the list of payouts to look. `compact`: rows stand closer together. `extra`: the keys of the
 * organization's own columns that it shows.
 */
export type ListLook = { hidden: Hideable[]; compact: boolean; extra: string[] };

/** Of the organization's own columns; more would leave no place for the others. */
export const mostOwnColumns = 4;

export const isHideable = (text: string): text is Hideable => (hideables as readonly string[]).includes(text);
