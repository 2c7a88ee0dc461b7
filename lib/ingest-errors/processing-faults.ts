import { emailRefusal } from "./email-refusal";
import type { Fault } from "./fault";

const { scope, reason, message, suggestion, example } = emailRefusal;

/** What can go wrong with a payout of a batch after it was made. `{why}` is the mail server's answer. */
export const processingFaults = {
  [emailRefusal.code]: { scope, reason, message, suggestion, example },
} as const satisfies Record<string, Fault>;
