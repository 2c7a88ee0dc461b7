import type { Route } from "next";
import { Row, RowLink, Table, Td, Th } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import type { BatchWithErrors } from "@/lib/batches/error-totals";
import type { At } from "@/lib/moment";
import { figure } from "@/app/(portal)/_ui/figures";

/**
 * Batches with refused rows, or with payouts whose email was refused, the latest error first. Each row links to the
 * errors of its batch.
 */
export function BatchRows({ batches, at }: { batches: readonly BatchWithErrors[]; at: At }) {
  return (
    <Table caption="Recent batches with errors" head={<Head />}>
      {batches.map((batch) => (
        <BatchRow key={batch.id} batch={batch} at={at} />
      ))}
    </Table>
  );
}

const Head = () => (
  <>
    <Th>File</Th>
    <Th from="tablet">Most frequent reason</Th>
    <Th right from="desktop" className="w-24">
      Accepted
    </Th>
    <Th right className="w-24">
      Refused
    </Th>
    <Th right from="desktop" className="w-28">
      Not reached
    </Th>
    <Th from="tablet" className="w-32">
      When
    </Th>
  </>
);

function BatchRow({ batch, at }: { batch: BatchWithErrors; at: At }) {
  return (
    <Row>
      <Td>
        <RowLink href={`/batches/${batch.id}#errors` as Route}>{batch.fileName}</RowLink>
        <div className="text-sm text-muted @2xl:hidden">{batch.topReason}</div>
        {batch.unreachedCount > 0 && (
          <div className="text-sm text-muted @4xl:hidden">{figure(batch.unreachedCount)} not reached</div>
        )}
      </Td>
      <Td from="tablet">{batch.topReason}</Td>
      <Td right from="desktop">
        {figure(batch.acceptedCount)}
      </Td>
      <Td right>{figure(batch.refusedCount)}</Td>
      <Td right from="desktop">
        {figure(batch.unreachedCount)}
      </Td>
      <Td from="tablet">
        <Timestamp at={batch.latestErrorAt} {...at} />
      </Td>
    </Row>
  );
}
