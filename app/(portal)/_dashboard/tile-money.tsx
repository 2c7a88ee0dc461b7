import { Icon } from "@/app/_ui/icon";
import { SoftLink } from "@/app/_ui/soft-link";
import type { TileFigures } from "@/lib/dashboard/queries";
import { formatMoney } from "@/lib/money";
import type { MoneyTotal } from "@/lib/money-totals";
import { payoutsHref } from "@/lib/payouts/list/filter";
import { counted } from "@/app/(portal)/_ui/figures";

type Props = { tile: TileFigures };

/**
 * The money of a tile. The currency with the most payouts is in sight; the others open by a press, which needs no
 * scripts. Each is a link to its payouts.
 */
export function TileMoney({ tile }: Props) {
  const [first] = tile.money;
  if (!first) return null;
  const others = tile.money.length - 1;
  const id = `money-${tile.group}`;
  return (
    <div className="relative min-w-0 pt-1 text-sm break-words text-muted tabular-nums @3xs:text-right">
      <MoneyLink
        tile={tile}
        sum={first}
        className="inline-flex min-h-6 items-center underline-offset-2 hover:text-ink hover:underline max-sm:min-h-11"
      />
      {others > 0 && (
        <>
          <button
            type="button"
            popoverTarget={id}
            aria-label={`${tile.label}: money in all ${tile.money.length} currencies`}
            className="flex min-h-6 items-center gap-1 underline underline-offset-2 hover:text-ink @3xs:ml-auto max-sm:min-h-11"
          >
            and {counted(others, "more currency", "more currencies")} <Icon name="chevron-down" className="size-3.5" />
          </button>
          <div
            id={id}
            popover="auto"
            className="beside-opener max-h-80 w-max max-w-full overflow-y-auto rounded-card border border-line bg-surface p-1 text-left shadow-floating"
          >
            <Currencies tile={tile} />
          </div>
        </>
      )}
    </div>
  );
}

const Currencies = ({ tile }: Props) => (
  <ul aria-label={`${tile.label}: money`}>
    {tile.money.map((sum) => (
      <li key={sum.currency}>
        <MoneyLink
          tile={tile}
          sum={sum}
          className="flex flex-wrap items-baseline justify-between gap-x-6 rounded-control px-2.5 py-1.5 hover:bg-sunken focus-visible:bg-sunken max-sm:py-3"
        >
          <span className="text-sm text-muted tabular-nums">{counted(sum.count, "payout")}</span>
        </MoneyLink>
      </li>
    ))}
  </ul>
);

type LinkProps = Props & { sum: MoneyTotal; className: string; children?: React.ReactNode };

const MoneyLink = ({ tile, sum: { amountMinor, currency }, className, children }: LinkProps) => (
  <SoftLink href={payoutsHref({ ...tile.filter, currency })} className={className}>
    <span className="tabular-nums">{formatMoney(amountMinor, currency)}</span>
    {children}
  </SoftLink>
);
