import { isAdmin, type UserActor } from "@/lib/actor";
import { progressOf } from "@/lib/batches/progress";
import type { BatchDetail } from "@/lib/batches/queries";
import { standstill } from "@/lib/batches/stalled";
import { discardable, reviewStatus, underWay } from "@/lib/batches/status";
import type { At } from "@/lib/moment";
import { DiscardBatch } from "@/app/(portal)/batches/[id]/_ui/discard-batch";
import { Outcome } from "./outcome";
import { Review } from "@/app/(portal)/batches/[id]/_review/review";
import { StandsStill } from "./stalled";
import { UnderWay } from "./under-way";

/** What leads the page of a batch: how far it has come, what is to be decided, or why it created nothing. */
export function Stage({ actor, batch, at }: { actor: UserActor; batch: BatchDetail; at: At }) {
  if (batch.status === reviewStatus) return <Review actor={actor} batch={batch} />;
  if (!underWay.includes(batch.status)) return <Outcome actor={actor} batch={batch} />;
  const still = standstill(batch);
  return (
    <>
      {still && <StandsStill batch={batch} still={still} at={at} />}
      {/* Another status is another bar, that begins where that stage stands. */}
      <UnderWay
        key={batch.status}
        batchId={batch.id}
        first={progressOf(batch)}
        inOnePiece={batch.mode === "all_or_nothing"}
      >
        {isAdmin(actor) && discardable.includes(batch.status) && (
          <DiscardBatch batchId={batch.id} fileName={batch.fileName} />
        )}
      </UnderWay>
    </>
  );
}
