import type { attemptStatus } from "@/db/schema/payout_attempts";
import type { Tone } from "@/lib/payouts/status";

type AttemptStatus = (typeof attemptStatus.enumValues)[number];

/** The status of one attempt to pay, which is not the status of its payout. Can be used in the browser too. */
export const attemptStatusTable = {
  queued: { label: "Waiting", meaning: "It waits to be handed to the payment provider.", tone: "progress" },
  sent: {
    label: "With the provider",
    meaning: "The payment provider has it and has not said yet how it ended.",
    tone: "progress",
  },
  paid: { label: "Paid", meaning: "The payment provider says that the money was paid out.", tone: "success" },
  failed: { label: "Failed", meaning: "The money did not reach the recipient.", tone: "danger" },
} as const satisfies Record<AttemptStatus, { label: string; meaning: string; tone: Tone }>;
