import type { MoneyTotal } from "@/lib/money-totals";
import { formatMoney } from "@/lib/money";
import { counted } from "@/app/(portal)/_ui/figures";

const shown = 3;

/** What the payouts of a list add up to, per currency: the first few, and the rest by a press. Null: not all were counted. */
export function ListMoney({ money }: { money: readonly MoneyTotal[] | null }) {
  if (money === null) return <p className="text-muted">Filter the list to see what its payouts add up to.</p>;
  const [first, rest] = [money.slice(0, shown), money.slice(shown)];
  return (
    <>
      {first.length > 0 && (
        <ul aria-label="Money in this list" className="flex flex-wrap gap-x-2">
          {first.map((total) => (
            <Money key={total.currency} total={total} />
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <details>
          <summary className="text-muted underline underline-offset-2">
            and {counted(rest.length, "more currency", "more currencies")}
          </summary>
          <ul aria-label="More currencies">
            {rest.map((total) => (
              <Money key={total.currency} total={total} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

const Money = ({ total: { amountMinor, currency, count } }: { total: MoneyTotal }) => (
  <li title={counted(count, "payout")} className="tabular-nums">
    <span aria-hidden className="text-muted">
      ·{" "}
    </span>
    <span className="font-medium text-ink">{formatMoney(amountMinor, currency)}</span>
  </li>
);
