import { db } from "@/db/client";
import { importsConfigured, lookIntoFolders } from "@/lib/batches/folder/look";
import { workOnDueBatch } from "@/lib/batches/ingest/work";
import { mailConfigured } from "@/lib/mail/smtp";
import { deliverDueEmail } from "@/lib/emails/delivery";
import { expireDuePayouts } from "@/lib/payouts/expiry";
import { workOnDueAttempt } from "@/lib/payments/hand-over";
import { reportDueSandboxPayment } from "@/lib/payments/providers/sandbox-reporting";
import { remindDuePayouts } from "@/lib/payouts/reminders";
import { databaseNow } from "@/lib/time";

export type Queue = {
  /** How many pieces this process works on at once. */
  slots: number;
  /** How long to wait, when nothing was due, before looking again. */
  pollMs: number;
  /** Whether there is any point in looking; asked once, when the worker starts. */
  open: () => boolean;
  /** Takes up what is due and says how much it was; 0 sends the loop to sleep. */
  work: (requestId: string) => Promise<number>;
};

const expiriesAtOnce = 500;
const remindersAtOnce = 500;

/** What is due where, and who handles it. Its names are what `wake` is told. */
export const queueTable = {
  // One more than one, so that a small file does not wait for a huge one of another organization to end.
  batches: { slots: 2, pollMs: 2_000, open: () => true, work: workOnDueBatch },
  emails: { slots: 4, pollMs: 2_000, open: mailConfigured, work: deliverDueEmail },
  expiries: {
    slots: 1,
    pollMs: 10_000,
    open: () => true,
    work: async (requestId) => expireDuePayouts(await databaseNow(db), expiriesAtOnce, requestId),
  },
  reminders: {
    slots: 1,
    // It looks at every payout that expires within days, and nobody waits for it.
    pollMs: 60_000,
    open: () => true,
    work: async (requestId) => remindDuePayouts(await databaseNow(db), remindersAtOnce, requestId),
  },
  imports: { slots: 1, pollMs: 2_000, open: importsConfigured, work: lookIntoFolders },
  payments: { slots: 4, pollMs: 2_000, open: () => true, work: workOnDueAttempt },
  sandbox: { slots: 2, pollMs: 1_000, open: () => true, work: reportDueSandboxPayment },
} as const satisfies Record<string, Queue>;
