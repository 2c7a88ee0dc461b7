import type { Route } from "next";
import { Badge } from "@/app/_ui/badge";
import { Card } from "@/app/_ui/card";
import { Row, RowLink, Table, Td, Th } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import type { UserActor } from "@/lib/actor";
import { repairedRows, type RepairedRow } from "@/lib/batches/repair/queries";
import type { At } from "@/lib/moment";
import { Reference } from "@/app/(portal)/_payouts/payout-cells";
import { counted, figure } from "@/app/(portal)/_ui/figures";

/** Rows that were refused at first and are payouts now: a link to each payout, and who repaired the row. */
export async function RepairedRows({ actor, batchId, at }: { actor: UserActor; batchId: string; at: At }) {
  const { rows, total } = await repairedRows(actor, batchId);
  if (total === 0) return null;
  return (
    <section aria-labelledby="repaired-heading" className="mt-6">
      <h2 id="repaired-heading" className="mb-1 text-lg font-semibold">
        {counted(total, "repaired row")}
      </h2>
      <p className="mb-3 text-muted">
        {total === 1
          ? "This row was refused at first and is a payout now."
          : "These rows were refused at first and are payouts now."}
        {total > rows.length && ` The first ${figure(rows.length)} of ${figure(total)} are shown.`}
      </p>
      <Card>
        <Table
          caption="Repaired rows"
          head={
            <>
              <Th className="w-20">Line</Th>
              <Th>Payout</Th>
              <Th from="tablet" className="w-40">
                Reference
              </Th>
              <Th from="tablet" className="w-56">
                Repaired
              </Th>
            </>
          }
        >
          {rows.map((row) => (
            <Repaired key={row.line} row={row} at={at} />
          ))}
        </Table>
      </Card>
    </section>
  );
}

function Repaired({ row, at }: { row: RepairedRow; at: At }) {
  const by = (
    <>
      {row.byName ?? "A command"}, <Timestamp at={row.resolvedAt} {...at} />
    </>
  );
  return (
    <Row>
      <Td className="font-medium tabular-nums">{row.line}</Td>
      <Td>
        <RowLink href={`/payouts/${row.payoutId}` as Route}>{row.recipientName}</RowLink>
        <div className="mt-1">
          <Badge tone="success" icon="circle-check">
            Repaired
          </Badge>
        </div>
        <div className="mt-1 text-sm text-muted @2xl:hidden">{by}</div>
      </Td>
      <Td from="tablet">
        <Reference>{row.reference}</Reference>
      </Td>
      <Td from="tablet">{by}</Td>
    </Row>
  );
}
