import { transaction, type Tx } from "@/db/client";
import type { UserActor } from "@/lib/actor";
import { batchesWithErrors } from "@/lib/batches/error-totals";
import { countBatches } from "@/lib/batches/queries";
import { latestEmails } from "@/lib/emails/latest";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { listPayouts, summarizePayouts } from "@/lib/payouts/queries";
import type { At } from "@/lib/moment";
import { groupsBefore } from "./before";
import { chartByDay } from "./chart";
import { errorsWindow, rowsPerTab, smallPrint, summaryFilter, tabs, tiles, type TabKey } from "./sections";

/**
 * The whole Dashboard from one snapshot of the database, so that its numbers add up: tiles and small print to View All,
 * breakdowns to their tile, days to the chart's whole.
 */
export function dashboard(actor: UserActor, at: At, tab: TabKey) {
  return transaction(
    async (tx) => ({
      summary: await summary(actor, at, tx),
      chart: await chartByDay(actor, at, tx),
      actionCenter: await actionCenter(actor, at, tab, tx),
    }),
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

export type Dashboard = Awaited<ReturnType<typeof dashboard>>;
export type TileFigures = Dashboard["summary"]["tiles"][number];

async function summary(actor: UserActor, at: At, tx: Tx) {
  const filters: Record<string, PayoutFilter> = { all: summaryFilter };
  for (const tile of tiles) {
    filters[tile.group] = tile.filter;
    for (const part of tile.breakdown) filters[`${tile.group} ${part.label}`] = part.filter;
  }
  for (const part of smallPrint) filters[`also ${part.label}`] = part.filter;
  const figures = await summarizePayouts(actor, filters, at, tx);
  const before = await groupsBefore(actor, at, tx);
  return {
    total: figures.all!.count,
    tiles: tiles.map((tile) => ({
      ...tile,
      ...figures[tile.group]!,
      countBefore: before[tile.group],
      breakdown: tile.breakdown.map((part) => ({ ...part, count: figures[`${tile.group} ${part.label}`]!.count })),
    })),
    smallPrint: smallPrint.map((part) => ({ ...part, count: figures[`also ${part.label}`]!.count })),
  };
}

async function actionCenter(actor: UserActor, at: At, open: TabKey, tx: Tx) {
  const behind = {
    expired: tabs["recently-expired"].viewAll,
    expiring: tabs["expiring-soon"].viewAll,
    ofBatches: tabs["batches-with-errors"].viewAll,
  };
  const figures = await summarizePayouts(actor, behind, at, tx);
  const counts: Record<TabKey, number> = {
    "batches-with-errors": await countBatches(actor, { errors: errorsWindow }, at, tx),
    "recently-expired": figures.expired.count,
    "expiring-soon": figures.expiring.count,
  };
  return { counts, ofBatches: figures.ofBatches.count, panel: await panel(actor, at, open, tx) };
}

async function panel(actor: UserActor, at: At, open: TabKey, tx: Tx) {
  if (open === "batches-with-errors") {
    return { tab: open, batches: await batchesWithErrors(actor, errorsWindow, at, rowsPerTab, tx) } as const;
  }
  const { rows } = await listPayouts(actor, { filter: tabs[open].viewAll, page: {} }, at, rowsPerTab, tx);
  const emails = await latestEmails(actor, rows, tx);
  return { tab: open, payouts: rows.map((payout) => ({ ...payout, emails: emails.get(payout.id) ?? null })) } as const;
}

export type ActionCenterPayout = Extract<Dashboard["actionCenter"]["panel"], { payouts: unknown }>["payouts"][number];
