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
import { tabKeys, tabs, type Tab } from "@/lib/dashboard/sections";
import { payoutsHref } from "@/lib/payouts/list/filter";
import type { Settings } from "@/lib/settings/fields";
import type { At } from "@/lib/moment";
import { BatchRows } from "./batch-rows";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { PayoutRows } from "./payout-rows";

type Props = {
  actor: UserActor;
  figures: Dashboard["actionCenter"];
  at: At;
  settings: Settings;
  address: DashboardAddress;
};

/** Three lists of work: each tab has its exact total, the most urgent rows, and View All. */
export function ActionCenter({ figures: { counts, payoutCounts, panel }, address, ...viewer }: Props) {
  const links = tabKeys.map((key) => ({
    key,
    label: tabs[key].label,
    count: <span data-testid={`tab-${key}`}>{figure(counts[key])}</span>,
    href: dashboardHref({ ...address, tab: key }),
  }));
  const tab = tabs[panel.tab];
  return (
    <section aria-labelledby="action-center">
      <h2 id="action-center" className="mb-2.5 font-semibold">
        Action Center
      </h2>
      <Card>
        <TabLinks label="Action Center" tabs={links} current={panel.tab} />
        {counts[panel.tab] === 0 ? (
          <EmptyState icon="circle-check" title={tab.empty}>
            {tab.emptyHint}
          </EmptyState>
        ) : (
          <>
            <Rows panel={panel} {...viewer} />
            <ViewAll links={viewAllLinks(tab, counts[panel.tab], payoutCounts[panel.tab])} />
          </>
        )}
      </Card>
    </section>
  );
}

type RowsProps = Omit<Props, "figures" | "address"> & { panel: Dashboard["actionCenter"]["panel"] };

function Rows({ actor, panel, at, settings }: RowsProps): ReactElement {
  switch (panel.rows) {
    case "batches":
      return <BatchRows batches={panel.batches} at={at} />;
    case "payouts":
      return (
        <>
          {panel.note && <p className="border-b border-line px-4 py-2 text-sm text-muted">{panel.note[actor.role]}</p>}
          <PayoutRows
            actor={actor}
            payouts={panel.payouts}
            at={at}
            settings={settings}
            caption={tabs[panel.tab].label}
            verb={panel.verb}
            list={{ filter: tabs[panel.tab].viewAll, page: {} }}
          />
        </>
      );
  }
}

type ListLink = { href: Route; words: string };

/** Where all of a tab's rows are, and how the link says it. */
function viewAllLinks(tab: Tab, rowCount: number, payoutCount: number): ListLink[] {
  const href = payoutsHref(tab.viewAll);
  switch (tab.rows) {
    case "batches":
      return [
        {
          href: batchesHref({ errors: tab.errors }),
          words: rowCount === 1 ? "Go to the batch" : `Go to the ${figure(rowCount)} batches`,
        },
        {
          href,
          words: `View All ${counted(payoutCount, "payout")} of ${rowCount === 1 ? "this batch" : "these batches"}`,
        },
      ];
    case "payouts":
      return [{ href, words: `View All ${figure(rowCount)}` }];
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
