import { Card, Fact, Facts } from "@/app/_ui/card";
import { ExactTimestamp } from "@/app/_ui/timestamp";
import type { BatchDetail } from "@/lib/batches/queries";
import { formatMoney } from "@/lib/money";
import type { Money } from "@/lib/payouts/queries";
import type { At } from "@/lib/time-window";
import { figure, fileSize } from "../../_ui/figures";

type Props = { batch: BatchDetail; money: readonly Money[]; at: At };

/** What came in and what came of it; the two counts add up to the file's rows. */
export function BatchFacts({ batch, money, at }: Props) {
  return (
    <Card>
      <div className="grid grid-cols-3 divide-x divide-line border-b border-line">
        <Count label="Rows in the file" count={batch.recordCount} />
        <Count label="Became payouts" count={batch.acceptedCount} />
        <Count label="Refused" count={batch.refusedCount} />
      </div>
      <Facts>
        <Fact label="Uploaded">
          <ExactTimestamp at={batch.createdAt} {...at} />
        </Fact>
        <Fact label="By">{batch.createdByName ?? "The import command"}</Fact>
        <Fact label="File size">{fileSize(batch.fileBytes)}</Fact>
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

function Count({ label, count }: { label: string; count: number }) {
  return (
    <div className="px-4 py-3">
      <p className="text-sm text-muted">{label}</p>
      <p className="text-xl font-semibold tabular-nums">{figure(count)}</p>
    </div>
  );
}
