import { Notice } from "@/app/_ui/notice";
import { ExactTimestamp } from "@/app/_ui/timestamp";
import type { BatchDetail } from "@/lib/batches/queries";
import type { Stalled as StalledSince } from "@/lib/batches/progress";
import { isProcessing } from "@/lib/batches/status";
import type { At } from "@/lib/moment";
import { counted, figure } from "@/app/(portal)/_ui/figures";

/** Warns that the work on a batch keeps failing: since when, what that means for its payouts, and what to do. */
export function Stalled({
  batch,
  stalled: { since, requestId },
  at,
}: {
  batch: BatchDetail;
  stalled: StalledSince;
  at: At;
}) {
  const processing = isProcessing(batch);
  return (
    <div className="mb-6">
      <Notice
        tone="danger"
        title={processing ? "Creating the payouts makes no progress." : "Checking this file makes no progress."}
      >
        <p>
          It has failed again and again since <ExactTimestamp at={since} {...at} />, because of a fault in Meridian. It
          is tried again automatically, at least every ten minutes.{" "}
          {processing
            ? processingWords(batch)
            : "No payout exists yet. If it keeps failing, the file is rejected, and this page says so."}
        </p>
        <p className="mt-1">
          Tell the people who run Meridian for you{requestId ? ", and quote request " : "."}
          {requestId && <span className="break-all">{requestId}.</span>}
        </p>
      </Notice>
    </div>
  );
}

function processingWords({ mode, createdCount, acceptedCount }: BatchDetail): string {
  if (mode === "all_or_nothing" || createdCount === 0)
    return "Nothing is lost: no payout exists yet, and each is created once as soon as the fault is repaired.";
  return `Nothing is lost or done twice: ${counted(createdCount, "payout")} of ${figure(acceptedCount)} ${createdCount === 1 ? "exists" : "exist"} already, and the others follow as soon as the fault is repaired.`;
}
