import type { Actor } from "@/lib/actor";
import type { EventName } from "@/lib/events-table";
import { statusTable, type PayoutStatus } from "./status";

/**
 * What may happen to a payout, from where, and by whom. The buttons, the guards and the conditional UPDATE all read
 * this table; nothing else decides it.
 */
type By = "admin" | "recipient" | "system";

type Transition = {
  from: readonly PayoutStatus[];
  /** Null where the status stays (a resend). */
  to: PayoutStatus | null;
  by: readonly By[];
  event: EventName;
  /** What a person is told when the payout does not stand in `from`. */
  refusal: string;
};

export const transitionTable = {
  submit: {
    from: ["pending"],
    to: "submitted",
    by: ["recipient"],
    event: "payout.submitted",
    refusal: "Only a payout that is waiting for its recipient can be submitted.",
  },
  open: {
    from: ["pending"],
    to: null,
    by: ["recipient"],
    event: "payout.opened",
    refusal: "That the recipient looked at their page is noted only while the payout is waiting for them.",
  },
  answer: {
    from: ["pending"],
    to: null,
    by: ["recipient"],
    event: "payout.answered",
    refusal: "A verification answer counts only while the payout is waiting for its recipient.",
  },
  verify: {
    from: ["pending"],
    to: null,
    by: ["recipient"],
    event: "payout.verified",
    refusal: "A verification answer counts only while the payout is waiting for its recipient.",
  },
  requestCode: {
    from: ["pending"],
    to: null,
    by: ["recipient"],
    event: "payout.code_requested",
    refusal: "A code can only be sent while the payout is waiting for its recipient.",
  },
  lock: {
    from: ["pending"],
    to: "failed_to_process",
    by: ["recipient", "system"],
    event: "payout.failed_to_process",
    refusal: "Only a payout that is waiting for its recipient can be locked.",
  },
  expire: {
    from: ["pending"],
    to: "expired",
    by: ["system"],
    event: "payout.expired",
    refusal: "Only a payout that is waiting for its recipient can expire.",
  },
  cancel: {
    from: ["pending"],
    to: "canceled",
    by: ["admin"],
    event: "payout.canceled",
    refusal: "Only a payout that is waiting for its recipient can be canceled; money on its way cannot be recalled.",
  },
  complete: {
    from: ["submitted"],
    to: "completed",
    by: ["system"],
    event: "payout.completed",
    refusal: "Only a submitted payout can be completed.",
  },
  fail: {
    from: ["submitted"],
    to: "failed_to_send",
    by: ["system"],
    event: "payout.failed_to_send",
    refusal: "Only a submitted payout can fail to send.",
  },
  doubt: {
    from: ["failed_to_send"],
    to: null,
    by: ["system"],
    event: "payout.report_ignored",
    refusal: "Only a failed payment can be in doubt.",
  },
  retry: {
    from: ["failed_to_send"],
    to: "submitted",
    by: ["admin"],
    event: "payout.retried",
    refusal: "Only a payment that could not be delivered can be tried again.",
  },
  resend: {
    from: ["pending"],
    to: null,
    by: ["admin"],
    event: "payout.resent",
    refusal: "The email can only be sent again while the payout is waiting for its recipient.",
  },
  extend: {
    from: ["pending"],
    to: null,
    by: ["admin"],
    event: "payout.extended",
    refusal: "The expiry can only be extended while the payout is waiting for its recipient.",
  },
  readdress: {
    from: ["pending"],
    to: null,
    by: ["admin"],
    event: "payout.readdressed",
    refusal: "The recipient's email can only be changed while the payout is waiting for its recipient.",
  },
  resetAttempts: {
    from: ["pending"],
    to: null,
    by: ["admin"],
    event: "payout.attempts_reset",
    refusal: "Wrong answers can only be reset while the payout is waiting for its recipient.",
  },
  remind: {
    from: ["pending"],
    to: null,
    by: ["system"],
    event: "payout.reminded",
    refusal: "A reminder can only be sent while the payout is waiting for its recipient.",
  },
  noteEmail: {
    from: ["pending"],
    to: null,
    by: ["system"],
    event: "email.sent",
    refusal: "When the recipient was last emailed is noted only while the payout is waiting for them.",
  },
  reissue: {
    from: ["expired", "canceled", "failed_to_send", "failed_to_process"],
    to: null,
    by: ["admin"],
    event: "payout.reissued",
    refusal: "Only an expired, canceled or failed payout can be replaced by a new one, and only once.",
  },
} as const satisfies Record<string, Transition>;

export type TransitionName = keyof typeof transitionTable;

/** The status a new payout starts in. */
export const initialStatus: PayoutStatus = "pending";

/** The statuses in which something may still happen to a payout itself, other than that a new one takes its place. */
export const openStatuses: readonly PayoutStatus[] = [
  ...new Set(
    Object.entries(transitionTable).flatMap(([name, { from }]): readonly PayoutStatus[] =>
      name === "reissue" ? [] : from,
    ),
  ),
];

/** A pending payout whose expiry has passed counts as expired everywhere. */
export const expiringStatus = { from: transitionTable.expire.from[0], to: transitionTable.expire.to } as const;

/** The statuses of payouts that were submitted at some time, and so the only ones with a payment attempt. */
export const submittedStatuses: readonly PayoutStatus[] = following(transitionTable.submit.to);

/** A status and every one that can come after it. */
function following(status: PayoutStatus, known: readonly PayoutStatus[] = []): PayoutStatus[] {
  return Object.values<Transition>(transitionTable).reduce<PayoutStatus[]>(
    (found, { from, to }) => (to && from.includes(status) && !found.includes(to) ? following(to, found) : found),
    [...known, status],
  );
}

/** Whether somebody called it off before the recipient could claim it. */
export const isCanceled = ({ status }: { status: PayoutStatus }): boolean => status === transitionTable.cancel.to;

/** The shape a decision needs; the status must be the current one (expiry applied). */
type Standing = { status: PayoutStatus; archivedAt: Date | null };

/**
 * The standing of a payout at `now`: one past its expiry is expired, whether or not the worker has written that.
 */
export function standingAt(
  row: Standing & { statusChangedAt: Date; expiresAt: Date },
  now: Date,
): Standing & { statusChangedAt: Date } {
  const { status, statusChangedAt, archivedAt, expiresAt } = row;
  const overdue = status === expiringStatus.from && expiresAt <= now;
  return overdue
    ? { status: expiringStatus.to, statusChangedAt: expiresAt, archivedAt }
    : { status, statusChangedAt, archivedAt };
}

/** Whether this actor may take this transition with this payout now. */
export function may(actor: Actor, name: TransitionName, payout: Standing): boolean {
  return permits(actor, name) && stands(name, payout);
}

/** Whether this kind of actor may take this transition at all. */
export function permits(actor: Actor, name: TransitionName): boolean {
  const by: readonly By[] = transitionTable[name].by;
  if (actor.type === "user") return actor.role === "admin" && by.includes("admin");
  return by.includes(actor.type);
}

/**
 * What a person is told when the payout does not stand where this transition starts (any more): how it stands, and from
 * where the step goes.
 */
export const refusalWords = (name: TransitionName, payout: Standing): string =>
  `Nothing was changed: this payout ${standingWords(payout)}. ${transitionTable[name].refusal}`;

/** How a payout stands, as what is said of "this payout". */
export const standingWords = ({ status, archivedAt }: Standing): string =>
  archivedAt ? "has already been replaced by a new one" : `is ${statusTable[status].label.toLowerCase()} now`;

/** Whether the payout stands where this transition starts. */
export function stands(name: TransitionName, payout: Standing): boolean {
  const from: readonly PayoutStatus[] = transitionTable[name].from;
  return from.includes(payout.status) && payout.archivedAt === null;
}
