import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { Pager } from "@/app/_ui/pager";
import { Row, RowLink, Table, Td, Th } from "@/app/_ui/table";
import { Timestamp } from "@/app/_ui/timestamp";
import { isAdmin, type UserActor } from "@/lib/actor";
import { batchesHref, type BatchFilter } from "@/lib/batches/filter";
import type { BatchPage, ListedBatch } from "@/lib/batches/queries";
import { awaitsReview } from "@/lib/batches/status";
import { assigneeNames } from "@/lib/follow-up/queries";
import type { At } from "@/lib/moment";
import { FollowUpMark } from "@/app/(portal)/_follow-up/follow-up-mark";
import { markOf } from "@/app/(portal)/_follow-up/mark-of";
import { NoMatch } from "@/app/(portal)/_ui/no-match";
import { BatchStatusBadge } from "./batch-status";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { progressWords } from "./progress-words";

type Props = { actor: UserActor; filter: BatchFilter; found: BatchPage; at: At };

/** One page of batches, newest first, or what to do where there are none. */
export async function BatchList({ actor, filter, found, at }: Props) {
  if (found.rows.length === 0)
    return (
      <NoBatches filtered={Object.values(filter).some((value) => value !== undefined)} canUpload={isAdmin(actor)} />
    );
  const names = await assigneeNames(actor, found.rows);
  return (
    <Card>
      <Table
        caption="Batches"
        head={
          <>
            <Th>File</Th>
            <Th from="tablet" className="w-44">
              Status
            </Th>
            <Th right from="desktop" className="w-24">
              Rows
            </Th>
            <Th right from="tablet" className="w-24">
              Accepted
            </Th>
            <Th right className="w-24">
              Refused
            </Th>
            <Th from="tablet" className="w-32">
              Uploaded
            </Th>
          </>
        }
      >
        {found.rows.map((batch) => (
          <BatchRow key={batch.id} batch={batch} names={names} at={at} />
        ))}
      </Table>
      <Pager
        previous={found.previous ? batchesHref(filter, { before: found.previous }) : null}
        next={found.next ? batchesHref(filter, { after: found.next }) : null}
      />
    </Card>
  );
}

type RowProps = { batch: ListedBatch; names: ReadonlyMap<string, string>; at: At };

function BatchRow({ batch, names, at }: RowProps) {
  const { refusedCount, setAsideCount, unreachedCount, failedCount } = batch;
  const progress = progressWords(batch);
  const faulty = (refusedCount > 0 && !awaitsReview(batch)) || unreachedCount + failedCount > 0;
  const besides = [
    setAsideCount > 0 && `${figure(setAsideCount)} set aside`,
    unreachedCount > 0 && `${counted(unreachedCount, "recipient")} not reached`,
    failedCount > 0 && `${counted(failedCount, "payout")} failed`,
  ].filter(Boolean);
  const beside = besides.length > 0 && <div className="mt-0.5 text-sm">{besides.join(" · ")}</div>;
  return (
    <Row>
      <Td>
        <RowLink href={`/batches/${batch.id}${faulty ? "#errors" : ""}` as Route}>{batch.fileName}</RowLink>
        <FollowUpMark mark={markOf(batch, names, at)} />
        <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted @2xl:hidden">
          <BatchStatusBadge status={batch.status} />
          <span>
            {progress ?? counted(batch.recordCount, "row")} · <Timestamp at={batch.createdAt} {...at} />
          </span>
        </div>
        <div className="@2xl:hidden">{beside}</div>
      </Td>
      <Td from="tablet">
        <BatchStatusBadge status={batch.status} />
        {progress && <div className="mt-0.5 text-sm text-muted tabular-nums">{progress}</div>}
        {beside}
      </Td>
      <Td right from="desktop">
        {figure(batch.recordCount)}
      </Td>
      <Td right from="tablet">
        {figure(batch.acceptedCount)}
      </Td>
      <Td right className={refusedCount === 0 ? "text-muted" : "font-medium"}>
        {figure(refusedCount)}
      </Td>
      <Td from="tablet">
        <Timestamp at={batch.createdAt} {...at} />
      </Td>
    </Row>
  );
}

function NoBatches({ filtered, canUpload }: { filtered: boolean; canUpload: boolean }) {
  return (
    <Card>
      {filtered ? (
        <NoMatch one="batch" many="batches" all={batchesHref({})} />
      ) : (
        <EmptyState
          icon="file-up"
          title="No batches yet"
          action={
            canUpload && (
              <SoftLink href="/batches/new" className={buttonStyle("primary")}>
                Upload a batch file
              </SoftLink>
            )
          }
        >
          {canUpload
            ? "A batch file has one payout per line. Its rows are checked first; then you decide what is created."
            : "Batches appear here once an admin has uploaded a file."}
        </EmptyState>
      )}
    </Card>
  );
}
