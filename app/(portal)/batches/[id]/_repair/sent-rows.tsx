import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { counted } from "@/app/(portal)/_ui/figures";
import type { SentRow } from "./words";

type Props = { message: string; rows: readonly SentRow[]; onClose: () => void };

/** The result of each row of those that were sent together. */
export function SentRows({ message, rows, onClose }: Props) {
  const created = rows.filter((row) => "payoutId" in row).length;
  const refused = rows.filter((row) => "faults" in row).length;
  return (
    <div className="flex flex-col gap-3">
      <div role="status" className="flex flex-col gap-2">
        <Notice tone={created > 0 ? "success" : "neutral"} title={message} />
        {refused > 0 && (
          <Notice tone="warning" title={`${counted(refused, "row")} ${refused === 1 ? "is" : "are"} still refused.`}>
            Your edits are kept.
          </Notice>
        )}
      </div>
      <ul className="flex max-h-96 flex-col overflow-y-auto">
        {rows.map((row) => (
          <li key={row.rowId} className="border-b border-line py-1.5 last:border-b-0">
            <span className="font-medium">Line {row.line}: </span>
            <RowResult row={row} />
          </li>
        ))}
      </ul>
      <div className="flex justify-end">
        <Button kind="primary" autoFocus onClick={onClose}>
          Close
        </Button>
      </div>
    </div>
  );
}

function RowResult({ row }: { row: SentRow }) {
  if ("faults" in row) return <>still refused. {row.faults.map(({ message }) => message).join(" ")}</>;
  if ("already" in row) return <>skipped, because another admin has already repaired it.</>;
  return (
    <>
      created,{" "}
      <SoftLink href={`/payouts/${row.payoutId}` as Route} className="underline underline-offset-2">
        {row.payout}
      </SoftLink>
    </>
  );
}
