import type { Route } from "next";
import { Row, RowLink, Table, Td, Th } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import type { BatchWithErrors } from "@/lib/batches/error-totals";
import { awaitsReview, batchStatusTable } from "@/lib/batches/status";
import type { At } from "@/lib/moment";
import { counted, figure } from "@/app/(portal)/_ui/figures";

/**
 * Batches that had errors, first those of which some still wait for somebody. Each row says how many are left and links
 * to the errors of its batch.
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
    <Th from="tablet">Errors</Th>
    <Th right from="desktop" className="w-24">
      Accepted
    </Th>
    <Th right className="w-24">
      Refused
    </Th>
    <Th right from="desktop" className="w-28">
      Not reached
    </Th>
    <Th right from="desktop" className="w-20">
      Failed
    </Th>
    <Th from="tablet" className="w-32">
      Last error
    </Th>
  </>
);

function BatchRow({ batch, at }: { batch: BatchWithErrors; at: At }) {
  const { unreachedCount, failedCount } = batch;
  const stopped = [
    unreachedCount > 0 && `${figure(unreachedCount)} not reached`,
    failedCount > 0 && `${figure(failedCount)} failed`,
  ].filter(Boolean);
  return (
    <Row>
      <Td>
        <RowLink href={`/batches/${batch.id}#errors` as Route}>{batch.fileName}</RowLink>
        {awaitsReview(batch) && <div className="text-sm text-muted">{batchStatusTable[batch.status].label}</div>}
        <div className="text-sm @2xl:hidden">
          <Errors batch={batch} />
        </div>
        {stopped.length > 0 && <div className="text-sm text-muted @4xl:hidden">{stopped.join(", ")}</div>}
      </Td>
      <Td from="tablet">
        <Errors batch={batch} />
      </Td>
      <Td right from="desktop">
        {figure(batch.acceptedCount)}
      </Td>
      <Td right>{figure(batch.refusedCount)}</Td>
      <Td right from="desktop">
        {figure(unreachedCount)}
      </Td>
      <Td right from="desktop">
        {figure(failedCount)}
      </Td>
      <Td from="tablet">
        <Timestamp at={batch.latestErrorAt} {...at} />
      </Td>
    </Row>
  );
}

function Errors({ batch }: { batch: BatchWithErrors }) {
  return (
    <>
      <div>{errorWords(batch)}</div>
      {batch.topReason && <div className="text-sm text-muted">{batch.topReason}</div>}
    </>
  );
}

/** "12 errors", "12 errors, 3 left", "12 errors, all repaired". */
function errorWords({ errorCount, openCount, repairedCount }: BatchWithErrors): string {
  const errors = counted(errorCount, "error");
  if (openCount === errorCount) return errors;
  if (openCount > 0) return `${errors}, ${figure(openCount)} left`;
  const over = repairedCount === errorCount ? "repaired" : "resolved";
  return errorCount === 1 ? `${errors}, ${over}` : `${errors}, all ${over}`;
}
