import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import type { MoneyTotal } from "@/lib/money-totals";
import { formatMoney } from "@/lib/money";
import { counted } from "@/app/(portal)/_ui/figures";

const shown = 3;

type Props = {
  /** Null: not all were read. */
  money: readonly MoneyTotal[] | null;
  /** Where the payouts of one currency are listed. */
  href?: (currency: string) => Route;
};

/** What the payouts of a list add up to, per currency: the first few, and the rest by a press. */
export function ListMoney({ money, href }: Props) {
  if (money === null) return <p className="text-muted">Filter the list to see what its payouts add up to.</p>;
  const [first, rest] = [money.slice(0, shown), money.slice(shown)];
  return (
    <>
      {first.length > 0 && (
        <ul aria-label="Money in this list" className="flex flex-wrap gap-x-2">
          {first.map((total) => (
            <Money key={total.currency} total={total} href={href} />
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
              <Money key={total.currency} total={total} href={href} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

const Money = ({ total: { amountMinor, currency, count }, href }: { total: MoneyTotal } & Pick<Props, "href">) => (
  <li title={counted(count, "payout")} className="tabular-nums">
    <span aria-hidden className="text-muted">
      ·{" "}
    </span>
    {href ? (
      <SoftLink href={href(currency)} className="font-medium text-ink underline-offset-2 hover:underline">
        {formatMoney(amountMinor, currency)}
      </SoftLink>
    ) : (
      <span className="font-medium text-ink">{formatMoney(amountMinor, currency)}</span>
    )}
  </li>
);
