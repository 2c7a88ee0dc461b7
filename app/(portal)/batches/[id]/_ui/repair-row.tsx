"use client";

import { useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { RepairForm } from "./repair-form";
import type { RepairableRow } from "./repair-words";

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
