import type { Route } from "next";
import { Row, RowLink, Table, Td, Th } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import type { BatchWithErrors } from "@/lib/batches/queries";
import type { At } from "@/lib/time-window";
import { figure } from "../_ui/figures";

/** Batch files with refused rows, or with payouts whose email is refused, the latest trouble first. Each row opens its batch on the errors. */
export function BatchRows({ batches, at }: { batches: readonly BatchWithErrors[]; at: At }) {
  return (
    <Table
      caption="Recent batches with errors"
      head={
        <>
          <Th>File</Th>
          <Th from="tablet">Most frequent reason</Th>
          <Th right from="tablet">Accepted</Th>
          <Th right>Refused</Th>
          <Th right from="tablet">Not reached</Th>
          <Th from="tablet">When</Th>
        </>
      }
    >
      {batches.map((batch) => (
        <Row key={batch.id}>
          <Td className="break-all">
            <RowLink href={`/batches/${batch.id}#errors` as Route}>{batch.fileName}</RowLink>
            <div className="text-sm break-words text-muted md:hidden">
              {batch.topReason}
              {batch.unreachedCount > 0 && ` · ${figure(batch.unreachedCount)} not reached`}
            </div>
          </Td>
          <Td from="tablet">{batch.topReason}</Td>
          <Td right from="tablet">{figure(batch.acceptedCount)}</Td>
          <Td right>{figure(batch.refusedCount)}</Td>
          <Td right from="tablet">{figure(batch.unreachedCount)}</Td>
          <Td from="tablet">
            <Timestamp at={batch.latestErrorAt} {...at} />
          </Td>
        </Row>
      ))}
    </Table>
  );
}
