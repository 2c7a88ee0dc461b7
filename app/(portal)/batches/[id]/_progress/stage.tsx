import { isAdmin, type UserActor } from "@/lib/actor";
import { progressOf } from "@/lib/batches/progress";
import type { BatchDetail } from "@/lib/batches/queries";
import { stalled } from "@/lib/batches/progress";
import { awaitsColumns, awaitsReview, isUnderWay } from "@/lib/batches/status";
import { stands } from "@/lib/batches/transitions";
import type { At } from "@/lib/moment";
import { LeadToColumns } from "@/app/(portal)/batches/_ui/lead-to-columns";
import { DiscardBatch } from "@/app/(portal)/batches/[id]/_ui/discard-batch";
import { AwaitingColumns } from "./awaiting-columns";
import { Outcome } from "./outcome";
import { Review } from "@/app/(portal)/batches/[id]/_review/review";
import { Stalled } from "./stalled";
import { UnderWay } from "./under-way";

type Props = { actor: UserActor; batch: BatchDetail; at: At };

/** What leads the page of a batch: how far it has come, what is to be decided, or why it created nothing. */
export const Stage = (props: Props) => (
  <>
    {isAdmin(props.actor) && <LeadToColumns batchId={props.batch.id} awaits={awaitsColumns(props.batch)} />}
    <Standing {...props} />
  </>
);

function Standing({ actor, batch, at }: Props) {
  if (awaitsReview(batch)) return <Review actor={actor} batch={batch} />;
  if (awaitsColumns(batch)) return <AwaitingColumns actor={actor} batch={batch} />;
  if (!isUnderWay(batch)) return <Outcome actor={actor} batch={batch} />;
  const since = stalled(batch);
  return (
    <>
      {since && <Stalled batch={batch} stalled={since} at={at} />}
      {/* Each status has its own bar, which starts at the progress of that stage. */}
      <UnderWay
        key={batch.status}
        batchId={batch.id}
        stage={batch.status}
        first={progressOf(batch)}
        inOnePiece={batch.mode === "all_or_nothing"}
      >
        {isAdmin(actor) && stands("discard", batch) && <DiscardBatch batchId={batch.id} fileName={batch.fileName} />}
      </UnderWay>
    </>
  );
}
