import { Card, Fact, Facts } from "@/app/_ui/card";
import { ExactTimestamp } from "@/app/_ui/timestamp";
import type { BatchDetail } from "@/lib/batches/queries";
import { awaitsReview, isUnderWay } from "@/lib/batches/status";
import { stands } from "@/lib/batches/transitions";
import { formatMoney, type Money } from "@/lib/money";
import type { At } from "@/lib/moment";
import { CopyButton } from "@/app/(portal)/_copy/copy-button";
import { figure, fileSize } from "@/app/(portal)/_ui/figures";

type Props = { batch: BatchDetail; money: readonly Money[]; at: At };

/** The facts of a batch. The counts add up to the rows of the file. */
export function BatchFacts({ batch, money, at }: Props) {
  return (
    <Card>
      <Counts batch={batch} />
      <Facts>
        <Fact label="Uploaded">
          <ExactTimestamp at={batch.createdAt} {...at} />
        </Fact>
        <Fact label="By">{batch.createdByName ?? "The import command"}</Fact>
        {batch.decidedByName !== null && <Fact label="Decided by">{batch.decidedByName}</Fact>}
        <Fact label="File size">{fileSize(batch.fileBytes)}</Fact>
        {batch.fileRemovedAt !== null && (
          <Fact label="Stored file">
            Removed <ExactTimestamp at={batch.fileRemovedAt} {...at} />
          </Fact>
        )}
        <Fact label="Id">
          <code className="text-sm break-all">{batch.id}</code>
          <CopyButton what="the id" text={batch.id} />
        </Fact>
      </Facts>
      {money.length > 0 && (
        <div className="border-t border-line px-4 py-3">
          <h2 className="text-sm text-muted">Money in its payouts</h2>
          <ul className="flex flex-wrap gap-x-5">
            {money.map(({ currency, amountMinor }) => (
              <li key={currency} className="tabular-nums">
                {formatMoney(amountMinor, currency)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}

/** Good rows without a payout: the batch is not decided yet, was discarded, or was all or nothing and was rejected. */
function Counts({ batch }: Pick<Props, "batch">) {
  const { recordCount, acceptedCount, createdCount, refusedCount, setAsideCount, skippedCount } = batch;
  if (recordCount === 0) return null;
  const waiting = isUnderWay(batch) || awaitsReview(batch);
  const left = acceptedCount - createdCount;
  return (
    <div className="flex flex-wrap divide-x divide-line border-b border-line">
      <Count label={stands("endValidation", batch) ? "Rows so far" : "Rows in the file"} count={recordCount} />
      {(createdCount > 0 || !waiting) && <Count label="Became payouts" count={createdCount} />}
      {left > 0 && <Count label={waiting ? "Can become payouts" : "Good, not created"} count={left} />}
      <Count label="Refused" count={refusedCount} />
      {setAsideCount > 0 && <Count label="Set aside" count={setAsideCount} />}
      {skippedCount > 0 && <Count label="Hidden, skipped" count={skippedCount} />}
    </div>
  );
}

function Count({ label, count }: { label: string; count: number }) {
  return (
    <div className="flex-1 px-4 py-3">
      <p className="text-sm text-muted">{label}</p>
      <p className="text-xl font-semibold tabular-nums">{figure(count)}</p>
    </div>
  );
}
