import { Icon } from "@/app/_ui/icon";
import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import type { ReactElement } from "react";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { TabLinks } from "@/app/_ui/tabs";
import type { UserActor } from "@/lib/actor";
import { batchesHref } from "@/lib/batches/filter";
import type { Dashboard } from "@/lib/dashboard/queries";
import { dashboardHref, type DashboardAddress } from "@/lib/dashboard/address";
import { tabKeys, tabs } from "@/lib/dashboard/sections";
import { payoutsHref } from "@/lib/payouts/list/filter";
import type { Settings } from "@/lib/settings/table";
import type { At } from "@/lib/moment";
import { tableSwitch } from "./_chart/chart-table";
import { BatchRows } from "./batch-rows";
import { DecisionRows } from "./decision-rows";
import { Forecast } from "./forecast";
import { AlsoBeside } from "@/app/(portal)/_follow-up/also-beside";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { PayoutRows } from "./payout-rows";
import { QueueHead } from "./queue-head";

type Props = {
  actor: UserActor;
  figures: Dashboard["actionCenter"];
  at: At;
  settings: Settings;
  address: DashboardAddress;
};

/** Lists of work: each tab has its exact total, its money, the most urgent rows, and View All. */
export function ActionCenter({ figures: { figures, panel }, address, ...viewer }: Props) {
  const links = tabKeys.map((key) => ({
    key,
    label: tabs[key].label,
    count: <span data-testid={`tab-${key}`}>{figure(figures[key].count)}</span>,
    href: dashboardHref({ ...address, tab: key }),
  }));
  const [tab, own] = [tabs[panel.tab], figures[panel.tab]];
  return (
    <section aria-labelledby="action-center">
      <h2 id="action-center" className="mb-2.5 font-semibold">
        Action Center
      </h2>
      <Card>
        <TabLinks label="Action Center" tabs={links} current={panel.tab} />
        <div className="px-4 pt-2 empty:hidden">
          <AlsoBeside parts={own.beside} />
        </div>
        {own.count === 0 ? (
          <EmptyState icon="circle-check" title={tab.empty}>
            {tab.emptyHint}
          </EmptyState>
        ) : (
          <>
            <QueueHead tab={tab} figures={own} parts={panel.rows === "payouts" ? panel.parts : []} />
            <Rows panel={panel} count={own.count} {...viewer} />
          </>
        )}
        {panel.rows === "payouts" && panel.forecast && (
          <Forecast days={panel.forecast} timeZone={viewer.at.timeZone} table={tableSwitch(address, "forecast")} />
        )}
        {own.count > 0 && <ViewAll links={viewAllLinks(panel, own.count)} />}
      </Card>
    </section>
  );
}

type Panel = Dashboard["actionCenter"]["panel"];
type RowsProps = Omit<Props, "figures" | "address"> & {
  panel: Panel;
  count: number;
};

function Rows({ actor, panel, count, at, settings }: RowsProps): ReactElement {
  switch (panel.rows) {
    case "decisions":
      return <DecisionRows actor={actor} decisions={panel.decisions} at={at} caption={tabs[panel.tab].label} />;
    case "batches":
      return <BatchRows batches={panel.batches} at={at} />;
    case "payouts":
      return (
        <>
          {panel.note && <p className="border-b border-line px-4 py-2 text-sm text-muted">{panel.note[actor.role]}</p>}
          <PayoutRows
            actor={actor}
            payouts={panel.payouts}
            names={panel.names}
            at={at}
            settings={settings}
            caption={tabs[panel.tab].label}
            verb={panel.verb}
            list={{ filter: panel.viewAll, page: {} }}
            count={count}
          />
        </>
      );
  }
}

type ListLink = { href: Route; words: string };

/** Where all rows of the open tab are, and how the link says it. */
function viewAllLinks(panel: Panel, rowCount: number): ListLink[] {
  const viewAll = (href: Route): ListLink => ({ href, words: `View All ${figure(rowCount)}` });
  switch (panel.rows) {
    case "decisions":
      return [viewAll(batchesHref(panel.list))];
    case "batches":
      return [
        {
          href: batchesHref(panel.list),
          words: rowCount === 1 ? "Go to the batch" : `Go to the ${figure(rowCount)} batches`,
        },
        {
          href: payoutsHref(panel.viewAll),
          words: `View All ${counted(panel.payoutCount, "payout")} of ${rowCount === 1 ? "this batch" : "these batches"}`,
        },
      ];
    case "payouts":
      return [viewAll(payoutsHref(panel.viewAll))];
  }
}

const ViewAll = ({ links }: { links: readonly ListLink[] }) => (
  <p className="flex flex-wrap justify-end gap-x-5 gap-y-1 border-t border-line px-4 py-2.5">
    {links.map(({ href, words }) => (
      <SoftLink
        key={href}
        href={href}
        className="inline-flex items-center gap-1 font-medium underline-offset-2 hover:underline"
      >
        {words} <Icon name="arrow-right" className="size-4" />
      </SoftLink>
    ))}
  </p>
);
