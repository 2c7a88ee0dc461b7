import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";

/** `currencies`: those that appear, the one with the most payouts first. `chosen`: the one whose money is drawn. */
export type Switch = {
  currencies: readonly string[];
  chosen: string | undefined;
  href: (currency: string | undefined) => Route;
};

const shownAtOnce = 4;

/** The currencies that need no press, in their order; a chosen one is always among them. */
function firstShown(currencies: readonly string[], chosen: string | undefined): readonly string[] {
  const first = currencies.length > shownAtOnce ? currencies.slice(0, shownAtOnce - 1) : currencies;
  return chosen === undefined || first.includes(chosen) ? first : [...first, chosen];
}

/** What the chart draws: numbers of payouts, or the money of one currency. The address keeps the choice. */
export function ChartSwitch({ currencies, chosen, href }: Switch) {
  const first = firstShown(currencies, chosen);
  const more = currencies.filter((currency) => !first.includes(currency));
  return (
    <nav aria-label="Chart shows" className="flex flex-wrap items-center gap-x-1 gap-y-0.5">
      <span className="mr-1">By day:</span>
      <Choice current={chosen === undefined} href={href(undefined)}>
        Counts
      </Choice>
      {first.map((currency) => (
        <Choice key={currency} current={currency === chosen} href={href(currency)}>
          {currency}
        </Choice>
      ))}
      {more.length > 0 && (
        <details className="open:basis-full">
          <summary className="w-fit px-1.5 py-1 underline underline-offset-2 max-sm:py-3">
            {more.length} more {more.length === 1 ? "currency" : "currencies"}
          </summary>
          <div className="flex flex-wrap gap-1">
            {more.map((currency) => (
              <Choice key={currency} current={false} href={href(currency)}>
                {currency}
              </Choice>
            ))}
          </div>
        </details>
      )}
    </nav>
  );
}

const Choice = ({ current, href, children }: { current: boolean; href: Route; children: string }) => (
  <SoftLink
    href={href}
    keepPlace
    aria-current={current ? "page" : undefined}
    className="rounded-control px-2 py-1 hover:text-ink aria-current:bg-neutral-soft aria-current:font-medium aria-current:text-ink max-sm:py-3"
  >
    {children}
  </SoftLink>
);
