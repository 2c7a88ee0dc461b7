import { SoftLink } from "@/app/_ui/soft-link";
import type { ReactNode } from "react";
import { Notice } from "@/app/_ui/notice";
import { isAdmin, type UserActor } from "@/lib/actor";
import { fileErrors } from "@/lib/batches/error-queries";
import type { IngestErrorCode } from "@/lib/ingest-errors/table";
import type { BatchDetail } from "@/lib/batches/queries";
import { isDiscarded, isRejected } from "@/lib/batches/status";
import { counted } from "@/app/(portal)/_ui/figures";
import { FileFaults } from "@/app/(portal)/batches/_ui/file-faults";
import { ColumnsLink } from "@/app/(portal)/batches/_ui/columns-link";
import { DiscardBatch } from "@/app/(portal)/batches/[id]/_ui/discard-batch";

type Props = { actor: UserActor; batch: BatchDetail };

/** The one fault that is Meridian's and not the file's. */
const checkingFailed: IngestErrorCode = "checking_failed";

/** Why a batch created nothing, and what to do; renders nothing for a batch that created payouts. */
export async function Outcome({ actor, batch }: Props) {
  if (isDiscarded(batch)) {
    return (
      <Band tone="neutral" title="This batch was discarded. Nothing was created, and nobody was emailed.">
        {isAdmin(actor) && <Again>If you need it after all, upload the same file again</Again>}
      </Band>
    );
  }
  if (!isRejected(batch)) return null;
  const faults = await fileErrors(actor, batch.id);
  const discard = isAdmin(actor) && (
    <div className="mt-2 flex flex-wrap items-center gap-4 text-ink">
      <DiscardBatch batchId={batch.id} fileName={batch.fileName} />
      <ColumnsLink batch={batch}>Say what its columns are</ColumnsLink>
    </div>
  );
  if (faults.length === 0) return <RowsRefused batch={batch}>{discard}</RowsRefused>;
  const isOurs = faults.some(({ code }) => code === checkingFailed);
  return (
    <Band
      tone="danger"
      title={
        isOurs
          ? "The file could not be checked, and nothing was created."
          : "The file cannot be used, and nothing was created."
      }
    >
      <FileFaults faults={faults} />
      {isAdmin(actor) && !isOurs && <Again>Then upload the corrected file</Again>}
      {discard}
    </Band>
  );
}

function RowsRefused({
  batch: { acceptedCount, refusedCount },
  children,
}: Pick<Props, "batch"> & { children: ReactNode }) {
  if (acceptedCount === 0) {
    return (
      <Band tone="danger" title="No row of this file became a payout. The reasons are below.">
        {children}
      </Band>
    );
  }
  return (
    <Band tone="danger" title="All or nothing was chosen, so nothing was created.">
      {counted(refusedCount, "row")} could not become {refusedCount === 1 ? "a payout" : "payouts"}; the reasons are
      below. The other {acceptedCount === 1 ? "row" : counted(acceptedCount, "row")} had no errors.
      {children}
    </Band>
  );
}

const Band = ({ tone, title, children }: { tone: "neutral" | "danger"; title: string; children?: ReactNode }) => (
  <div className="mb-6">
    <Notice tone={tone} title={title}>
      {children}
    </Notice>
  </div>
);

const Again = ({ children }: { children: string }) => (
  <p className="mt-1">
    <SoftLink href="/batches/new" className="font-medium underline underline-offset-2">
      {children}
    </SoftLink>
    .
  </p>
);
