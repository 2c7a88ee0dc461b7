"use client";

import { useEffect } from "react";
import { Badge } from "@/app/_ui/badge";
import { Button } from "@/app/_ui/button";
import { leaveFocusOnHeading } from "@/app/(portal)/_ui/kept-focus";
import { isEdited, isReady, useDraft } from "./drafts";
import { useOpenRow } from "./repair-rows";

/** The repair button of one refused row, and whether its edits are ready. */
export function RepairRow({ rowId, line, about }: { rowId: string; line: number; about: string }) {
  const open = useOpenRow();
  // The dialog returned the focus to this button; when the repaired row disappears, the focus must go elsewhere.
  useEffect(() => leaveFocusOnHeading, []);
  return (
    <div className="flex flex-col items-end gap-1.5">
      {/* The bar at the bottom of the window must not cover the focused button. */}
      <Button
        size="small"
        className="scroll-mb-44"
        aria-label={`Repair line ${line}${about === "" ? "" : `, ${about}`}`}
        onClick={() => open(rowId)}
      >
        Repair
      </Button>
      <Mark rowId={rowId} />
    </div>
  );
}

function Mark({ rowId }: { rowId: string }) {
  const draft = useDraft(rowId);
  if (!draft || !isEdited(draft)) return null;
  return isReady(draft) ? (
    <Badge tone="success" icon="circle-check" title={draft.payout ?? undefined}>
      Ready
    </Badge>
  ) : (
    <Badge tone="neutral" icon="pencil-line">
      Not yet
    </Badge>
  );
}
