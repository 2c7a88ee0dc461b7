import { buttonStyle } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { SoftLink } from "@/app/_ui/soft-link";
import { columnsHref } from "@/app/(portal)/_columns/href";
import { DiscardBatch } from "@/app/(portal)/batches/[id]/_ui/discard-batch";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { BatchDetail } from "@/lib/batches/queries";

/** Why an admin is asked what the columns of a file are, and where they say it. */
export const AwaitingColumns = ({ actor, batch }: { actor: UserActor; batch: BatchDetail }) => (
  <div className="mb-6">
    <Notice tone="warning" title="The columns of this file are not known yet. Nothing was created.">
      <ul className="list-disc pl-5">
        {batch.readingNotes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      {isAdmin(actor) ? (
        <div className="mt-3 flex flex-wrap gap-2 text-ink">
          <SoftLink href={columnsHref(batch.id)} className={buttonStyle("primary")}>
            Say what the columns are
          </SoftLink>
          <DiscardBatch batchId={batch.id} fileName={batch.fileName} />
        </div>
      ) : (
        <p className="mt-1">An admin of your organization says what the columns are.</p>
      )}
    </Notice>
  </div>
);
