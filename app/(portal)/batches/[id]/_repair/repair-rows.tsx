"use client";

import { createContext, use, useRef, useState, type ReactNode } from "react";
import { Dialog } from "@/app/_ui/dialog";
import { counted } from "@/app/(portal)/_ui/figures";
import { checkDraft } from "./drafts";
import { RepairForm } from "./repair-form";
import type { ExtraColumnField, RepairableRow, RepairColumn } from "./words";

const Open = createContext<(rowId: string) => void>(() => {});

/** Opens the repair dialog of a row, by the row's id. */
export const useOpenRow = () => use(Open);

type Props = {
  batchId: string;
  columns: readonly RepairColumn[];
  extraColumns: readonly ExtraColumnField[];
  rows: readonly RepairableRow[];
  children: ReactNode;
};

/** The refused rows, with one dialog in which they are repaired one after another. */
export function RepairRows({ batchId, columns, extraColumns, rows, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  // The row itself: it is no longer in `rows` once another admin has repaired it, and the dialog then says so.
  const [row, setRow] = useState<RepairableRow | null>(null);
  const show = (next: RepairableRow | undefined) => {
    if (!next) return;
    checkDraft(batchId, next);
    setRow(next);
    if (!dialog.current?.open) dialog.current?.showModal();
  };
  return (
    <Open value={(rowId) => show(rows.find(({ id }) => id === rowId))}>
      {children}
      <Dialog ref={dialog} title={row ? `Repair line ${row.line}` : "Repair"} onClose={() => setRow(null)}>
        {row && (
          <RepairForm
            key={row.id}
            columns={columns}
            extraColumns={extraColumns}
            row={row}
            place={`${rows.filter(({ line }) => line <= row.line).length} of ${counted(rows.length, "row")}`}
            previous={rows.findLast(({ line }) => line < row.line)}
            next={rows.find(({ line }) => line > row.line)}
            onGo={show}
            onClose={() => dialog.current?.close()}
          />
        )}
      </Dialog>
    </Open>
  );
}
