import { Icon } from "@/app/_ui/icon";
import { SoftLink } from "@/app/_ui/soft-link";
import { Card } from "@/app/_ui/card";
import type { Dashboard } from "@/lib/dashboard/queries";
import { summaryFilter, summaryWindow } from "@/lib/dashboard/sections";
import { payoutsHref } from "@/lib/payouts/list/filter";
import { windowEdges } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { dashboardHref, type DashboardAddress } from "@/lib/dashboard/address";
import { Chart } from "./_chart/chart";
import { tableSwitch } from "./_chart/chart-table";
import { figure } from "@/app/(portal)/_ui/figures";
import { Tile } from "./tile";

type Props = {
  summary: Dashboard["summary"];
  chart: Dashboard["chart"];
  at: At;
  address: DashboardAddress;
};

/** Payouts whose status changed in the last 30 days: three tiles, and a chart by day. */
export function Summary({ summary, chart, at, address }: Props) {
  const choice = {
    currencies: summary.money.map(({ currency }) => currency),
    chosen: address.chart,
    href: (currency: string | undefined) => dashboardHref({ ...address, chart: currency }),
  };
  return (
    <section aria-labelledby="summary" className="mb-6">
      <div className="mb-2.5 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="summary" className="font-semibold">
          Payouts Summary{" "}
          <span className="font-normal text-muted" title={windowEdges(summaryWindow, at)}>
            status changed in the last 30 days
          </span>
        </h2>
        <SoftLink
          href={payoutsHref(summaryFilter)}
          className="inline-flex items-center gap-1 font-medium underline-offset-2 hover:underline"
        >
          View All {figure(summary.total)} <Icon name="arrow-right" className="size-4" />
        </SoftLink>
      </div>
      <div className="grid gap-3 lg:grid-cols-3">
        {summary.tiles.map((tile) => (
          <Tile key={tile.group} tile={tile} />
        ))}
      </div>
      <Card className="mt-3 px-4 pt-3 pb-2.5">
        <Chart
          days={chart}
          timeZone={at.timeZone}
          others={summary.smallPrint.filter((part) => part.count > 0)}
          choice={choice}
          table={tableSwitch(address, "chart")}
        />
      </Card>
    </section>
  );
}
