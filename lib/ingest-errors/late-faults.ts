import type { Fault } from "./fault";

/** What can be wrong with a good row by the time it is to become a payout, beside what its file can be refused for. */
export const lateFaults = {
  repeats_new_payout: {
    scope: "field",
    reason: "Like a payout made meanwhile",
    message:
      "The payout “{reference}”, made since this file was uploaded, has the same amount and currency and goes to “{value}” too.",
    suggestion:
      "Look at that payout first. If the recipient is to get both, repair this row and create it as it stands (“Try all again” creates it as well). If not, leave it.",
    example: "a second export of the same people, uploaded before the payouts of the first were created",
  },
} as const satisfies Record<string, Fault>;
