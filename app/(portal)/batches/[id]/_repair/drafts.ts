"use client";

import { useSyncExternalStore } from "react";
import type { ColumnName } from "@/lib/payouts/fields/table";
import { attempt } from "@/app/(portal)/_ui/attempt";
import { checkRow } from "@/app/(portal)/batches/[id]/actions";
import type { RepairableRow, RepairView } from "./words";

/** The values typed for a refused row, and the server's verdict on them by the same rules that refused the row. */
export type Draft = RepairView & {
  batchId: string;
  row: RepairableRow;
  values: RepairableRow["values"];
  extra: RepairableRow["extra"];
  /** For a row with too many or too few cells: the admin confirms that each value is in the right field. */
  confirmed: boolean;
  /** The verdict is for older values; a new one was requested. */
  busy: boolean;
  /** Why the row could not be checked. */
  refusal: string | null;
};

// Outside of every component, so that edits survive when the dialog closes or another page of the portal is opened.
let drafts: ReadonlyMap<string, Draft> = new Map();
const none: ReadonlyMap<string, Draft> = new Map();
const listeners = new Set<() => void>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();

/** A check starts this long after the last keystroke. */
const checkDelayMs = 300;

function replaceDrafts(next: ReadonlyMap<string, Draft>) {
  drafts = next;
  for (const listener of listeners) listener();
}

const change = (rowId: string, changes: Partial<Draft>) => {
  const draft = drafts.get(rowId);
  if (draft) replaceDrafts(new Map(drafts).set(rowId, { ...draft, ...changes }));
};

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const useAll = () =>
  useSyncExternalStore(
    subscribe,
    () => drafts,
    () => none,
  );

export const useDraft = (rowId: string): Draft | undefined => useAll().get(rowId);

/** The edited rows of a batch, in the order of the file. */
export function useEditedDrafts(batchId: string): Draft[] {
  const own = [...useAll().values()].filter((draft) => draft.batchId === batchId && isEdited(draft));
  return own.sort((one, other) => one.row.line - other.row.line);
}

export const isEdited = ({ row, values, extra, confirmed }: Draft): boolean =>
  confirmed ||
  (Object.keys(values) as ColumnName[]).some((name) => values[name] !== row.values[name]) ||
  Object.keys(extra).some((name) => extra[name] !== row.extra[name]);
export const isReady = ({ payout, busy, refusal }: Draft): boolean => payout !== null && !busy && refusal === null;

/** Has the server check a row with its current values: when it is opened, and when an earlier verdict may be outdated. */
export function checkDraft(batchId: string, row: RepairableRow): void {
  const known = drafts.get(row.id);
  const draft: Draft = known ?? {
    batchId,
    row,
    values: row.values,
    extra: row.extra,
    confirmed: false,
    faults: row.faults,
    payout: null,
    likeness: null,
    duplicate: false,
    busy: true,
    refusal: null,
  };
  editDraft(draft, {});
}

export const editDraft = (draft: Draft, edit: Partial<Pick<Draft, "values" | "extra" | "confirmed">>): void => {
  const { id } = draft.row;
  const asked = { ...draft, ...edit, busy: true };
  replaceDrafts(new Map(drafts).set(id, asked));
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(() => void ask(asked), checkDelayMs),
  );
};

/** For rows that are payouts now, or whose edits are undone. */
export function discardDrafts(rowIds: readonly string[]): void {
  for (const id of rowIds) clearTimeout(timers.get(id));
  replaceDrafts(new Map([...drafts].filter(([id]) => !rowIds.includes(id))));
}

async function ask(asked: Draft) {
  const rowId = asked.row.id;
  const answer = await attempt(() => checkRow(null, formOf(asked)));
  if (drafts.get(rowId) !== asked) return;
  if (answer.ok && answer.value) change(rowId, { ...answer.value, busy: false, refusal: null });
  else change(rowId, { payout: null, duplicate: false, busy: false, refusal: answer.message });
}

function formOf({ row, values, extra, confirmed }: Draft): FormData {
  const form = new FormData();
  form.set("rowId", row.id);
  form.set("extra", JSON.stringify(extra));
  if (confirmed) form.set("confirmed", "yes");
  for (const [column, text] of Object.entries(values)) form.set(column, text);
  return form;
}
