import type { runAction } from "@/db/schema/runs";
import type { TransitionName } from "@/lib/payouts/transitions";

type RunActionRow = {
  /** As its button says it. */
  label: string;
  /** What it does with payouts, before their number: "Cancel 37 payouts". */
  verb: string;
  transition: TransitionName;
  /** What it does, for who is asked to confirm it. */
  means: string;
  /** Nobody can take it back: the admin who starts it types how many payouts it acts on. */
  irreversible: boolean;
  /** Whether the admin who starts it says why. */
  reason: "required" | "optional" | "none";
  /** Whether the new expiry day is asked for. */
  asksDay: boolean;
};

/** What can be done with many payouts in one run. Who may take each with which payout, the transition says. */
export const runActionTable = {
  resend: {
    label: "Resend Payout Email",
    verb: "Resend the payout email of",
    transition: "resend",
    means: "Each recipient gets the email with the same link once more. The expiry stays.",
    irreversible: false,
    reason: "none",
    asksDay: false,
  },
  cancel: {
    label: "Cancel Payout",
    verb: "Cancel",
    transition: "cancel",
    means:
      "Their recipients can no longer claim them: each link stops working, and each recipient is emailed that the payout was canceled. This cannot be undone.",
    irreversible: true,
    reason: "required",
    asksDay: false,
  },
  extend: {
    label: "Extend expiry",
    verb: "Extend the expiry of",
    transition: "extend",
    means:
      "Each link works until the end of the day you choose. Nobody is emailed. A payout that expires later already is skipped.",
    irreversible: false,
    reason: "none",
    asksDay: true,
  },
  reissue: {
    label: "Create new payout",
    verb: "Create new payouts in place of",
    transition: "reissue",
    means:
      "A new payout takes the place of each: same recipient, same amount, a new link and the usual time to claim it. Each recipient is emailed. This cannot be undone.",
    irreversible: true,
    reason: "optional",
    asksDay: false,
  },
  retry: {
    label: "Retry payment",
    verb: "Retry the payment of",
    transition: "retry",
    means: "The money of each is sent on its way again, with the details that its recipient gave.",
    irreversible: false,
    reason: "none",
    asksDay: false,
  },
} as const satisfies Record<(typeof runAction.enumValues)[number], RunActionRow>;

export type RunAction = keyof typeof runActionTable;
export const runActions = Object.keys(runActionTable) as [RunAction, ...RunAction[]];

/** More payouts than this are no one's work in one go. */
export const mostInRun = 100_000;
