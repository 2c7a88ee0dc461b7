import { SoftLink } from "@/app/_ui/soft-link";
import { Notice } from "@/app/_ui/notice";
import { isAdmin, type UserActor } from "@/lib/actor";
import { awaitingAdmin, batchesHref } from "@/lib/batches/filter";
import { countBatches } from "@/lib/batches/queries";
import type { At } from "@/lib/moment";
import { figure } from "@/app/(portal)/_ui/figures";

/** Says how many batches wait for an admin; the number equals the list that it links to. */
export async function ReviewHint({ actor, at }: { actor: UserActor; at: At }) {
  const count = await countBatches(actor, awaitingAdmin, at);
  if (count === 0) return null;
  return (
    <Notice tone="warning">
      <SoftLink href={batchesHref(awaitingAdmin)} className="font-medium underline underline-offset-2">
        {count === 1 ? "1 batch waits" : `${figure(count)} batches wait`} for{" "}
        {isAdmin(actor) ? "your decision" : "an admin’s decision"}
      </SoftLink>
      . Nothing is created before that.
    </Notice>
  );
}
