import { ArrowRight, CircleCheck } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { TabLinks } from "@/app/_ui/tabs";
import { isAdmin, type UserActor } from "@/lib/actor";
import { batchesHref } from "@/lib/batches/filter";
import type { Dashboard } from "@/lib/dashboard/queries";
import { defaultTab, errorsWindow, tabKeys, tabs, type TabKey } from "@/lib/dashboard/sections";
import { payoutsHref } from "@/lib/payouts/list/filter";
import type { Settings } from "@/lib/settings/fields";
import type { At } from "@/lib/moment";
import { BatchRows } from "./batch-rows";
import { figure } from "@/app/(portal)/_ui/figures";
import { PayoutRows } from "./payout-rows";

type Props = { actor: UserActor; figures: Dashboard["actionCenter"]; at: At; settings: Settings };

/** Three lists of work: each tab has its exact total, the most urgent rows, and View All. */
export function ActionCenter({ actor, figures: { counts, ofBatches, panel }, ...moment }: Props) {
  const links = tabKeys.map((key) => ({
    key,
    label: tabs[key].label,
    count: <span data-testid={`tab-${key}`}>{figure(counts[key])}</span>,
    href: (key === defaultTab ? "/" : `/?tab=${key}`) as Route,
  }));
  const { empty, emptyHint } = tabs[panel.tab];
  return (
    <section aria-labelledby="action-center">
      <h2 id="action-center" className="mb-2.5 font-semibold">
        Action Center
      </h2>
      <Card>
        <TabLinks label="Action Center" tabs={links} current={panel.tab} />
        {counts[panel.tab] === 0 ? (
          <EmptyState icon={CircleCheck} title={empty}>
            {emptyHint}
          </EmptyState>
        ) : (
          <>
            <Rows actor={actor} panel={panel} {...moment} />
            <ViewAll tab={panel.tab} total={counts[panel.tab]} ofBatches={ofBatches} />
          </>
        )}
      </Card>
    </section>
  );
}

function Rows({ actor, panel, at, settings }: Omit<Props, "figures"> & { panel: Dashboard["actionCenter"]["panel"] }) {
  if (panel.tab === "batches-with-errors") return <BatchRows batches={panel.batches} at={at} />;
  const rows = { actor, payouts: panel.payouts, at, settings, caption: tabs[panel.tab].label };
  if (panel.tab === "expiring-soon") return <PayoutRows {...rows} verb="Expires" />;
  return (
    <>
      <p className="border-b border-line px-4 py-2 text-sm text-muted">
        The recipient did not claim the payout in time. To pay them,{" "}
        {isAdmin(actor) ? "create a new payout." : "an admin must create a new payout."}
      </p>
      <PayoutRows {...rows} verb="Expired" />
    </>
  );
}

function ViewAll({ tab, total, ofBatches }: { tab: TabKey; total: number; ofBatches: number }) {
  const link = "inline-flex items-center gap-1 font-medium underline-offset-2 hover:underline";
  const viewAll =
    tab === "batches-with-errors"
      ? `View All ${figure(ofBatches)} payouts of these batches`
      : `View All ${figure(total)}`;
  return (
    <p className="flex flex-wrap justify-end gap-x-5 gap-y-1 border-t border-line px-4 py-2.5">
      {tab === "batches-with-errors" && (
        <Link href={batchesHref({ errors: errorsWindow })} className={link}>
          {total === 1 ? "Go to the batch" : `Go to the ${figure(total)} batches`}{" "}
          <ArrowRight aria-hidden className="size-4" />
        </Link>
      )}
      <Link href={payoutsHref(tabs[tab].viewAll)} className={link}>
        {viewAll} <ArrowRight aria-hidden className="size-4" />
      </Link>
    </p>
  );
}
