import { Card, Fact, Facts } from "@/app/_ui/card";
import { ExactTimestamp } from "@/app/_ui/timestamp";
import type { BatchDetail } from "@/lib/batches/queries";
import { formatMoney } from "@/lib/money";
import type { Money } from "@/lib/payouts/queries";
import type { At } from "@/lib/time-window";
import { figure, fileSize } from "../../_ui/figures";

const currenciesShown = 6;

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
        {money.length > 0 && (
          <Fact label="Money in its payouts">
            <Amounts money={money} />
          </Fact>
        )}
      </Facts>
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

function Amounts({ money }: { money: readonly Money[] }) {
  const [first, rest] = [money.slice(0, currenciesShown), money.slice(currenciesShown)];
  const list = (some: readonly Money[]) =>
    some.map(({ currency, amountMinor }) => (
      <li key={currency} className="tabular-nums">
        {formatMoney(amountMinor, currency)}
      </li>
    ));
  return (
    <>
      <ul>{list(first)}</ul>
      {rest.length > 0 && (
        <details>
          <summary className="text-muted underline underline-offset-2">and {rest.length} more currencies</summary>
          <ul>{list(rest)}</ul>
        </details>
      )}
    </>
  );
}
