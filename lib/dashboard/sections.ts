import {
  groupTable,
  payoutGroups,
  statusesIn,
  statusTable,
  ungroupedStatuses,
  type PayoutGroup,
  type Tone,
} from "@/lib/payouts/status";
import { open } from "@/lib/follow-up/filter";
import type { Role } from "@/lib/actor";
import type { TimeWindow } from "@/lib/lists/time-window";
import { awaitingAdmin, type BatchFilter } from "@/lib/batches/filter";
import { evidences, evidenceTable } from "@/lib/payouts/list/evidence";
import type { PayoutFilter } from "@/lib/payouts/list/filter";

/**
 * The Dashboard, as filters with names. A number is counted by the very filter its link carries, so the two cannot
 * differ.
 */
export const summaryWindow = "last-30d";
export const errorsWindow = "last-7d";

export type Section = { label: string; meaning: string; filter: PayoutFilter };
type Tile = Section & {
  group: PayoutGroup;
  tone: Tone;
  /** Whether the parts say on screen what they mean. */
  explained: boolean;
  breakdown: Section[];
};

/** What "View All" of the summary means: everything whose status changed in the window. */
export const summaryFilter: PayoutFilter = { changed: summaryWindow };

const breakdownOf = (group: PayoutGroup): Section[] =>
  statusesIn(group).map((status) => ({
    label: statusTable[status].label,
    meaning: statusTable[status].meaning,
    filter: { group, status: [status], ...summaryFilter },
  }));

export const tiles: readonly Tile[] = payoutGroups.map((group) => ({
  group,
  label: groupTable[group].label,
  meaning: groupTable[group].meaning,
  tone: groupTable[group].tone,
  filter: { group, ...summaryFilter },
  explained: group === "failed",
  breakdown: statusesIn(group).length > 1 ? breakdownOf(group) : [],
}));

/** What changed in the window and stands in no tile. With the tiles it adds up to `summaryFilter`. */
export const smallPrint: readonly Section[] = [
  ...ungroupedStatuses.map((status) => ({
    label: statusTable[status].label.toLowerCase(),
    meaning: statusTable[status].meaning,
    filter: { status: [status], ...summaryFilter },
  })),
  {
    label: "failed and already replaced",
    meaning: "Failed, and a new payout took its place.",
    filter: { status: statusesIn("failed"), replaced: "yes", ...summaryFilter },
  },
];

/**
 * A section of the Action Center: the list behind it, and what its rows are. Count, money, rows and links follow from it.
 */
export type Tab = { label: string; empty: string; emptyHint: string } & (
  | { rows: "decisions"; batches: BatchFilter }
  /** `viewAll`: the payouts of its batches. */
  | { rows: "batches"; viewAll: PayoutFilter; errors: TimeWindow }
  | PayoutTab
);
export type PayoutTab = {
  rows: "payouts";
  viewAll: PayoutFilter;
  verb: "Expires" | "Expired" | "Failed";
  /** Those that still wait for somebody. */
  waiting: PayoutFilter;
  /** Of payouts that wait: their parts, each with its number and its link. With them come the days on which they expire. */
  parts?: readonly Section[];
  /** What stands above its rows, for an admin and for a viewer. */
  note: Record<Role, string> | null;
};

const expiringSoon: PayoutFilter = { expires: "next-7d" };
/** Failed, not replaced, however long ago, and nobody has it or has put it aside. The one place that says what this queue has. */
const needsYou: PayoutFilter = { group: "failed", ...open };

/**
 * In the order in which they open: the first in which something waits for somebody. First what holds up money that
 * people are promised and that nobody but staff can move: files that nobody has decided on, then payments that failed.
 * Then rows that never became payouts, links that have run out, and at last those that still run.
 */
const tabTable = {
  "awaiting-decision": {
    label: "Awaiting your decision",
    empty: "No batch awaits a decision",
    emptyHint:
      "Batches are listed here until an admin decides what is created, or says what the columns of a file are.",
    rows: "decisions",
    batches: { ...awaitingAdmin, ...open },
  },
  "failed-needs-you": {
    label: "Failed, needs you",
    viewAll: needsYou,
    empty: "No failed payout waits for anybody",
    emptyHint: "Payouts that failed are listed here until they are paid, or a new payout takes their place.",
    rows: "payouts",
    verb: "Failed",
    waiting: needsYou,
    note: null,
  },
  "batches-with-errors": {
    label: "Recent Batches With Errors",
    viewAll: { batch_errors: errorsWindow },
    empty: "No batch had errors in the last 7 days",
    emptyHint:
      "Batches with rows that were refused, or with payouts that failed or whose email was refused, " +
      "are listed here with the reason.",
    rows: "batches",
    errors: errorsWindow,
  },
  "recently-expired": {
    label: "Payouts Recently Expired",
    viewAll: { expired: "last-7d" },
    empty: "Nothing expired in the last 7 days",
    emptyHint: "A payout expires when its recipient does not choose how to be paid in time.",
    rows: "payouts",
    verb: "Expired",
    waiting: { expired: "last-7d", replaced: "no" },
    note: {
      admin: "The recipient did not claim the payout in time. To pay them, create a new payout.",
      viewer: "The recipient did not claim the payout in time. To pay them, an admin must create a new payout.",
    },
  },
  "expiring-soon": {
    label: "Payouts Expiring Soon",
    viewAll: expiringSoon,
    empty: "Nothing expires in the next 7 days",
    emptyHint: "Pending payouts show up here a week before their link runs out.",
    rows: "payouts",
    verb: "Expires",
    waiting: expiringSoon,
    parts: evidences.map((evidence) => ({
      label: evidenceTable[evidence].label.toLowerCase(),
      meaning: evidenceTable[evidence].meaning,
      filter: { ...expiringSoon, evidence },
    })),
    note: null,
  },
} satisfies Record<string, Tab>;

export type TabKey = keyof typeof tabTable;
/** The Action Center, in its order. */
export const tabs: Record<TabKey, Tab> = tabTable;
export const tabKeys = Object.keys(tabs) as [TabKey, ...TabKey[]];

/** A value for each tab. */
export const byTab = <T>(valueOf: (key: TabKey) => T): Record<TabKey, T> =>
  Object.fromEntries(tabKeys.map((key) => [key, valueOf(key)])) as Record<TabKey, T>;

/** The tab that is open when nothing in any tab waits for somebody. */
export const quietTab: TabKey = "expiring-soon";
/** How many of a tab's most urgent rows the Dashboard shows. */
export const rowsPerTab = 5;
