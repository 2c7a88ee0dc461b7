import { Card } from "@/app/_ui/card";
import { Notice } from "@/app/_ui/notice";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { BatchDetail } from "@/lib/batches/queries";
import { firstRecipients, firstRepetitions } from "@/lib/batches/ingest/review-rows";
import type { At } from "@/lib/moment";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { payoutsByAddress, recentPayoutsByAddress } from "@/lib/payouts/recipients/queries";
import { mailConfigured } from "@/lib/mail/smtp";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { isUnanswered } from "@/lib/batches/hidden-rows";
import { Decision } from "./decision";
import { ReviewBar, ReviewSummary } from "./review-bar";
import { ColumnsRead } from "./columns-read";
import { HiddenRows } from "./hidden-rows";
import { DiscardBatch } from "@/app/(portal)/batches/[id]/_ui/discard-batch";
import { Recipients, Repetitions } from "./people";
import { Totals } from "@/app/(portal)/batches/[id]/_ui/totals";

/** What the file would create, and the decision: first what an admin has to know and to choose. */
export function Review({ actor, batch }: { actor: UserActor; batch: BatchDetail }) {
  const admin = isAdmin(actor);
  const known = <Known batch={batch} admin={admin} />;
  if (!admin) return <Card className="mb-6">{known}</Card>;
  const summary = <ReviewSummary batch={batch} />;
  const discard = <DiscardBatch batchId={batch.id} fileName={batch.fileName} className="max-sm:h-11 max-sm:flex-1" />;
  if (batch.acceptedCount > 0 && !isUnanswered(batch))
    return (
      <Decision
        batchId={batch.id}
        accepted={batch.acceptedCount}
        refused={batch.refusedCount}
        duplicates={batch.duplicateCount}
        summary={summary}
        discard={discard}
      >
        {known}
      </Decision>
    );
  return (
    <>
      <ReviewBar summary={summary}>{discard}</ReviewBar>
      <Card className="mb-6">{known}</Card>
    </>
  );
}

/** Everybody the file would pay, rows that may pay somebody twice first. */
export async function ReviewPeople({ actor, batch, at }: { actor: UserActor; batch: BatchDetail; at: At }) {
  const [recipients, repetitions, columns] = await Promise.all([
    firstRecipients(actor, batch.id),
    firstRepetitions(actor, batch.id),
    batch.extraColumns.length === 0 ? [] : extraColumns(actor),
  ]);
  if (recipients.length + repetitions.length === 0) return null;
  const addresses = [...recipients, ...repetitions].map(({ recipientEmail }) => recipientEmail);
  const [recent, known] = await Promise.all([
    recentPayoutsByAddress(actor, addresses, at),
    payoutsByAddress(actor, addresses),
  ]);
  const people = { recent, known, columns };
  return (
    <Card className="my-6">
      <Repetitions rows={repetitions} total={batch.duplicateCount} {...people} />
      <Recipients rows={recipients} total={batch.acceptedCount} {...people} />
    </Card>
  );
}

/** What the file holds, and what is to be known before the decision. */
const Known = ({ batch, admin }: { batch: BatchDetail; admin: boolean }) => (
  <>
    <div className="px-4 py-4">
      <h2 className="text-lg font-semibold">{verdict(batch)}</h2>
      <p className="text-muted">
        Nothing has been created yet.{" "}
        {admin ? nextStep(batch) : "An admin of your organization decides what is created."}
      </p>
    </div>
    {batch.acceptedCount > 0 && (
      <div className="flex flex-col gap-4 border-t border-line px-4 py-4">
        <Totals totals={batch.totals} />
        <p className="max-w-prose">{emailWords(batch.acceptedCount)}</p>
      </div>
    )}
    <Notes batch={batch} admin={admin} />
  </>
);

function nextStep(batch: BatchDetail): string {
  if (isUnanswered(batch)) return "First say whether the hidden rows are meant.";
  return batch.acceptedCount > 0
    ? "Decide what is created."
    : "Discard the batch, correct the file and upload it again.";
}

function emailWords(payouts: number): string {
  const emails = `${counted(payouts, "email")}, one to the recipient of each payout`;
  if (mailConfigured()) return `Creating them sends ${emails}.`;
  return `Creating them queues ${emails}. No mail server is configured, so ${payouts === 1 ? "it waits" : "they wait"} in the email log until one is.`;
}

function verdict({ acceptedCount, recordCount, refusedCount, skippedCount }: BatchDetail): string {
  if (acceptedCount === 0) return "No row can become a payout";
  if (acceptedCount === recordCount)
    return recordCount === 1 ? "Its one row can become a payout" : `All ${figure(recordCount)} rows can become payouts`;
  const others = [
    refusedCount > 0 && `${figure(refusedCount)} cannot`,
    skippedCount > 0 && counted(skippedCount, "hidden row is skipped", "hidden rows are skipped"),
  ];
  return [`${figure(acceptedCount)} of ${figure(recordCount)} rows can become payouts`, ...others.filter(Boolean)].join(
    ", ",
  );
}

function Notes({ batch, admin }: { batch: BatchDetail; admin: boolean }) {
  const { duplicateCount, extraColumns: kept, ignoredColumns, sheetNotes, readingNotes } = batch;
  const { hiddenColumns = [], otherSheets = [] } = sheetNotes ?? {};
  return (
    <div className="flex flex-col gap-2 px-4 pb-4">
      <HiddenRows batch={batch} admin={admin} />
      {hiddenColumns.length > 0 && (
        <Notice tone="warning">
          The sheet hides columns, which are read like all others: {hiddenColumns.join(", ")}.
        </Notice>
      )}
      {otherSheets.length > 0 && (
        <Notice tone="neutral">
          Other sheets of the workbook hold data and are not read: {otherSheets.join(", ")}.
        </Notice>
      )}
      <ColumnsRead batch={batch} admin={admin} />
      {duplicateCount > 0 && (
        <Notice
          tone="warning"
          title={counted(duplicateCount, "row looks like a repetition", "rows look like repetitions")}
        >
          Another row of this file, or a payout of the last 30 days, has the same recipient, amount and currency, or a
          reference that differs only in case, spaces or zeros at its start. A person may be paid twice.
        </Notice>
      )}
      {readingNotes.map((note) => (
        <Notice key={note} tone="warning">
          {note}
        </Notice>
      ))}
      {kept.length > 0 && (
        <Notice tone="neutral">
          {kept.length === 1 ? "This column of yours is" : "These columns of yours are"} kept with each payout:{" "}
          {kept.map(({ name }) => name).join(", ")}.
        </Notice>
      )}
      {ignoredColumns.length > 0 && (
        <Notice tone="neutral">
          {ignoredColumns.length === 1 ? "This column is" : "These columns are"} not read: {ignoredColumns.join(", ")}.
        </Notice>
      )}
    </div>
  );
}
