import type { Metadata, Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { z } from "zod";
import { buttonStyle } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { isAdmin, type UserActor } from "@/lib/actor";
import { requireUser } from "@/lib/web/auth";
import { getBatch, type BatchDetail } from "@/lib/batches/queries";
import { noneStopped, stoppedPayouts } from "@/lib/batches/stopped-payouts";
import { awaitsReview } from "@/lib/batches/status";
import { ingestErrorCodes } from "@/lib/ingest-errors/table";
import { parseParams } from "@/lib/lists/params";
import { currentMoment, type At } from "@/lib/moment";
import { payoutsHref, type PayoutFilter } from "@/lib/payouts/list/filter";
import { summarizePayouts } from "@/lib/payouts/counts/summarize";
import { FollowUp } from "@/app/(portal)/_follow-up/follow-up";
import { AuditLogLink } from "@/app/(portal)/_audit/audit-log-link";
import { InvalidFilter } from "@/app/(portal)/_ui/invalid-filter";
import { BatchStatusBadge } from "@/app/(portal)/batches/_ui/batch-status";
import { counted } from "@/app/(portal)/_ui/figures";
import { orNotFound } from "@/app/(portal)/_ui/or-not-found";
import { BatchFacts } from "./_ui/batch-facts";
import { ErrorSection } from "./_repair/error-section";
import { PayoutSection } from "./_ui/payout-section";
import { RepairedRows } from "./_repair/repaired-rows";
import { SendRepaired } from "./_repair/send-repaired";
import { SetAsideRows } from "./_repair/set-aside-rows";
import { ReviewPeople } from "./_review/review";
import { Stage } from "./_progress/stage";
import { UnreachedSection } from "./_ui/unreached-section";

export const metadata: Metadata = { title: "Batch" };

const line = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, { error: "must be the number of a line" })
  .transform(Number);
const view = z.strictObject({
  after_line: line.optional(),
  reason: z.enum(ingestErrorCodes).optional(),
  unreached_after: line.optional(),
});

export default async function BatchPage({ params, searchParams }: PageProps<"/batches/[id]">) {
  const actor = await requireUser();
  const batch = await orNotFound(getBatch(actor, (await params).id));
  const at = await currentMoment(actor);
  const asked = parseParams(view, await searchParams);
  const failedFilter: PayoutFilter = { batch: batch.id, group: "failed" };
  const { own, current, failed } = await summarizePayouts(
    actor,
    { own: { batch: batch.id }, current: { batch: batch.id, replaced: "no" }, failed: failedFilter },
    at,
  );
  const { unreachedCount } = (await stoppedPayouts(actor, [batch.id], at)).get(batch.id) ?? noneStopped;
  // A review begins with the decision, then the refused rows, then the people.
  const inReview = awaitsReview(batch);
  return (
    <>
      <PageHeader
        title={batch.fileName}
        // Screen readers announce a new status.
        description={
          <div role="status">
            <BatchStatusBadge status={batch.status} />
          </div>
        }
        actions={
          <>
            <AuditLogLink actor={actor} filter={{ batch: batch.id }} />
            {own.count > 0 && (
              <SoftLink href={payoutsHref({ batch: batch.id })} className={buttonStyle("secondary", "small")}>
                See its {counted(own.count, "payout")}
              </SoftLink>
            )}
          </>
        }
      />
      <Stage actor={actor} batch={batch} at={at} />
      {!inReview && <BatchFacts batch={batch} money={current.money} at={at} />}
      {asked.ok ? (
        // Every link to the errors of a batch leads here, for all kinds of errors.
        <div id="errors" className="scroll-mt-4">
          <ErrorSection
            actor={actor}
            batch={batch}
            afterLine={asked.value.after_line ?? 0}
            code={asked.value.reason}
            at={at}
          />
          <UnreachedSection
            actor={actor}
            batch={batch}
            at={at}
            count={unreachedCount}
            afterLine={asked.value.unreached_after ?? 0}
          />
          {failed.count > 0 && (
            <div className="mt-6">
              <Notice tone="danger" title={`${counted(failed.count, "payout")} failed`}>
                Each says why, and what to do next.{" "}
                <SoftLink href={payoutsHref(failedFilter)} className="font-medium underline underline-offset-2">
                  See what failed
                </SoftLink>
              </Notice>
            </div>
          )}
        </div>
      ) : (
        <div className="mt-6">
          <InvalidFilter problems={asked.problems} clear={`/batches/${batch.id}` as Route} />
        </div>
      )}
      {inReview && (
        <>
          <ReviewPeople actor={actor} batch={batch} at={at} />
          <BatchFacts batch={batch} money={own.money} at={at} />
        </>
      )}
      <FollowUp actor={actor} subject={{ kind: "batch", id: batch.id }} record={batch} at={at} />
      {batch.recordsMovedAt === null && <ResolvedRows actor={actor} batch={batch} at={at} />}
      <PayoutSection actor={actor} batch={batch} at={at} count={own.count} />
    </>
  );
}

/** What became of rows that were refused first. */
const ResolvedRows = ({ actor, batch, at }: { actor: UserActor; batch: BatchDetail; at: At }) => (
  <>
    {isAdmin(actor) && <SendRepaired batchId={batch.id} />}
    <RepairedRows actor={actor} batchId={batch.id} at={at} />
    <SetAsideRows actor={actor} batch={batch} at={at} />
  </>
);
