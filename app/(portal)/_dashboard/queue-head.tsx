import { SoftLink } from "@/app/_ui/soft-link";
import type { TabFigures, TabPart } from "@/lib/dashboard/action-center";
import type { Tab } from "@/lib/dashboard/sections";
import { payoutsHref } from "@/lib/payouts/list/filter";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { ListMoney } from "@/app/(portal)/_payouts/list-money";

type Props = { tab: Tab; figures: TabFigures; parts: readonly TabPart[] };

/** What all rows of a tab add up to: their number, their money, and the named parts of them, each with its link. */
export function QueueHead({ tab, figures: { count, money }, parts }: Props) {
  if (tab.rows === "batches") return null;
  const currencyHref = (currency: string) => payoutsHref(tab.rows === "payouts" ? { ...tab.viewAll, currency } : {});
  const some = parts.filter((part) => part.count > 0);
  return (
    <div className="flex flex-wrap justify-between gap-x-6 gap-y-1 border-b border-line px-4 py-2 text-sm text-muted">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <p>{tab.rows === "decisions" ? counted(count, "batch", "batches") : counted(count, "payout")}</p>
        <ListMoney money={money} href={tab.rows === "payouts" ? currencyHref : undefined} />
      </div>
      {some.length > 0 && (
        <ul aria-label="Of these" className="flex flex-wrap gap-x-3">
          {some.map((part) => (
            <li key={part.label}>
              <SoftLink
                href={payoutsHref(part.filter)}
                title={part.meaning}
                className="inline-block py-0.5 tabular-nums underline underline-offset-2 hover:text-ink"
              >
                {figure(part.count)} {part.label}
              </SoftLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
