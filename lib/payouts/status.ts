import type { Words } from "@/lib/recipient-words/words";

/** What a payout can be. The one table of status names; everything that shows, groups or counts a status reads it. */
export type Tone = "success" | "progress" | "danger" | "warning" | "neutral";

type StatusDefinition = {
  label: string;
  meaning: string;
  tone: Tone;
  group: PayoutGroup | null;
  /** What the recipient's page calls it; null while it waits for them. */
  told: Exclude<keyof Words["closed"], "noMethod"> | null;
};

export const payoutGroups = ["completed", "pending", "failed"] as const;
export type PayoutGroup = (typeof payoutGroups)[number];

export const statusTable = {
  pending: {
    label: "Pending",
    meaning: "The email is sent or on its way; the recipient has not chosen how to be paid yet.",
    tone: "progress",
    group: "pending",
    told: null,
  },
  submitted: {
    label: "Submitted",
    meaning: "The recipient chose how to be paid; the money is on its way.",
    tone: "progress",
    group: "pending",
    told: "submitted",
  },
  completed: {
    label: "Completed",
    meaning: "The money has been paid out.",
    tone: "success",
    group: "completed",
    told: "completed",
  },
  failed_to_send: {
    label: "Failed to Send",
    meaning: "The recipient did their part, but the money could not be delivered.",
    tone: "danger",
    group: "failed",
    told: "undelivered",
  },
  failed_to_process: {
    label: "Failed to Process",
    meaning: "The recipient tried and could not finish; only a new payout can pay them.",
    tone: "danger",
    group: "failed",
    told: "unfinished",
  },
  expired: {
    label: "Expired",
    meaning: "The recipient did not choose how to be paid before the link ran out. A new payout is needed to pay them.",
    tone: "warning",
    group: null,
    told: "expired",
  },
  canceled: {
    label: "Canceled",
    meaning: "An admin canceled it before the recipient chose how to be paid.",
    tone: "neutral",
    group: null,
    told: "canceled",
  },
} as const satisfies Record<string, StatusDefinition>;

export type PayoutStatus = keyof typeof statusTable;
export const payoutStatuses = Object.keys(statusTable) as [PayoutStatus, ...PayoutStatus[]];

export const groupTable: Record<PayoutGroup, { label: string; meaning: string; tone: Tone }> = {
  completed: { label: "Completed", meaning: "Paid out.", tone: "success" },
  pending: { label: "Pending", meaning: "Waiting for the recipient, or money on its way.", tone: "progress" },
  failed: { label: "Failed", meaning: "Not paid, and not replaced by a new payout yet.", tone: "danger" },
};

/** The statuses a tile adds up, but for payouts that were replaced: see `lib/payouts/list/kinds.ts`. */
export const statusesIn = (group: PayoutGroup): PayoutStatus[] =>
  payoutStatuses.filter((status) => statusTable[status].group === group);

/** The statuses of a group, for the compiler. */
export type StatusIn<Group extends PayoutGroup> = {
  [Status in PayoutStatus]: (typeof statusTable)[Status]["group"] extends Group ? Status : never;
}[PayoutStatus];

/** A value for each group. */
export const byGroup = <T>(valueOf: (group: PayoutGroup) => T): Record<PayoutGroup, T> =>
  Object.fromEntries(payoutGroups.map((group) => [group, valueOf(group)])) as Record<PayoutGroup, T>;

/** Statuses that stand in no tile: the Dashboard's small print names them. */
export const ungroupedStatuses = payoutStatuses.filter((status) => statusTable[status].group === null);
