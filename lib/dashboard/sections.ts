import {
  groupTable,
  payoutGroups,
  statusesIn,
  statusTable,
  ungroupedStatuses,
  type PayoutGroup,
  type Tone,
} from "@/lib/payouts/status";
import type { Role } from "@/lib/actor";
import type { TimeWindow } from "@/lib/lists/time-window";
import type { PayoutFilter } from "@/lib/payouts/list/filter";

/**
 * The Dashboard, as filters with names. A number is counted by the very filter its link carries, so the two cannot
 * differ.
 */
export const summaryWindow = "last-30d";
export const errorsWindow = "last-7d";

type Section = { label: string; meaning: string; filter: PayoutFilter };
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
 * A section of the Action Center: the payout list behind it (`viewAll`), and what its rows are. Count, rows and links
 * follow from it.
 */
export type Tab = { label: string; viewAll: PayoutFilter; empty: string; emptyHint: string } & (
  | { rows: "batches"; errors: TimeWindow }
  | {
      rows: "payouts";
      verb: "Expires" | "Expired";
      /** What stands above its rows, for an admin and for a viewer. */
      note: Record<Role, string> | null;
    }
);

const tabTable = {
  "batches-with-errors": {
    label: "Recent Batches With Errors",
    viewAll: { batch_errors: errorsWindow },
    empty: "No batch had errors in the last 7 days",
    emptyHint:
      "Rows that are refused when a batch file is checked, and payouts whose email is refused, " +
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
    note: {
      admin: "The recipient did not claim the payout in time. To pay them, create a new payout.",
      viewer: "The recipient did not claim the payout in time. To pay them, an admin must create a new payout.",
    },
  },
  "expiring-soon": {
    label: "Payouts Expiring Soon",
    viewAll: { expires: "next-7d" },
    empty: "Nothing expires in the next 7 days",
    emptyHint: "Pending payouts show up here a week before their link runs out.",
    rows: "payouts",
    verb: "Expires",
    note: null,
  },
} as const satisfies Record<string, Tab>;

export type TabKey = keyof typeof tabTable;
/** The Action Center, in its order. */
export const tabs: Record<TabKey, Tab> = tabTable;
export const tabKeys = Object.keys(tabs) as [TabKey, ...TabKey[]];

/** A value for each tab. */
export const byTab = <T>(valueOf: (key: TabKey) => T): Record<TabKey, T> =>
  Object.fromEntries(tabKeys.map((key) => [key, valueOf(key)])) as Record<TabKey, T>;

/** Opens when no tab has rows. */
export const defaultTab: TabKey = "expiring-soon";
/** How many of a tab's most urgent rows the Dashboard shows. */
export const rowsPerTab = 5;
