"use client";

import { useEffect, useState } from "react";
import type { ActionResult } from "@/lib/action";
import { attempt } from "../../../_ui/attempt";
import { checkRow } from "../actions";
import type { RepairableRow, RepairView } from "./repair-words";

/** `refusal`: why the row cannot be judged at all. `busy`: the verdict is about older values. */
export type Checked = RepairView & { refusal: string | null; busy: boolean };

/** Typing that goes on is not asked about. */
const pauseMs = 300;

/** The server's verdict on what is typed, by the very rules that refused the row; asked again after a refusal. */
export function useCheckedRow(row: RepairableRow, values: RepairableRow["values"], sent: ActionResult | null): Checked {
  const [checked, setChecked] = useState<Omit<Checked, "busy">>({ faults: row.faults, payout: null, duplicate: false, refusal: null });
  const [judged, setJudged] = useState<RepairableRow["values"] | null>(null);
  useEffect(() => {
    let dropped = false;
    const ask = async () => {
      const answer = await attempt(() => checkRow(null, formOf(row.id, values)));
      if (dropped) return;
      setJudged(values);
      setChecked((before) => (answer.ok && answer.value ? { ...answer.value, refusal: null } : { ...before, payout: null, duplicate: false, refusal: answer.message }));
    };
    const timer = setTimeout(() => void ask(), pauseMs);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [row.id, values, sent]);
  return { ...checked, busy: judged !== values };
}

function formOf(rowId: string, values: RepairableRow["values"]): FormData {
  const form = new FormData();
  form.set("rowId", rowId);
  for (const [column, text] of Object.entries(values)) form.set(column, text);
  return form;
}
