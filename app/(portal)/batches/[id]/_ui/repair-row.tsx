"use client";

import { useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import type { ColumnName } from "@/lib/batches/columns";
import { RepairForm } from "./repair-form";
import type { FieldFault } from "./repair-words";

export type RepairableRow = {
  id: string;
  line: number;
  values: Record<ColumnName, string>;
  /** Cells that Meridian does not read, by the name they are kept under. */
  others: [name: string, text: string][];
  faults: FieldFault[];
};

/** The button of one refused row, and the form behind it: made when it is asked for, so that a page of rows stays light. */
export function RepairRow({ row, about }: { row: RepairableRow; about: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [round, setRound] = useState(0);
  const open = () => {
    setRound(round + 1);
    dialog.current?.showModal();
  };
  return (
    <>
      <Button size="small" aria-label={`Repair line ${row.line}${about === "" ? "" : `, ${about}`}`} onClick={open}>
        Repair
      </Button>
      <Dialog ref={dialog} title={`Repair line ${row.line}`}>
        {round > 0 && <RepairForm key={round} row={row} onClose={() => dialog.current?.close()} />}
      </Dialog>
    </>
  );
}
