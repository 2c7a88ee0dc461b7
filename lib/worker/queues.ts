import { db } from "@/db/client";
import { sealEvents } from "@/lib/audit/chain/sealing";
import { importsConfigured, lookIntoFolders } from "@/lib/batches/folder/look";
import { workOnDueBatch } from "@/lib/batches/ingest/work";
import { mailConfigured } from "@/lib/mail/smtp";
import { deliverDueEmail } from "@/lib/emails/delivery";
import { takeTileSnapshots } from "@/lib/dashboard/snapshots";
import { foldPayoutCounts } from "@/lib/payouts/counts/fold";
import { expireDuePayouts } from "@/lib/payouts/expiry";
import { workOnDueAttempt } from "@/lib/payments/hand-over";
import { reportDueSandboxPayment } from "@/lib/payments/providers/sandbox-reporting";
import { remindDuePayouts } from "@/lib/payouts/reminders";
import { enterIntoSearch } from "@/lib/payouts/search/entering";
import { queueDueDigests } from "@/lib/views/digests/queueing";
import { workOnDueErasure } from "@/lib/erasure/work";
import { removeOldFiles } from "@/lib/erasure/removing";
import { moveOldRecords } from "@/lib/retention/moving";
import { workOnDueRun } from "@/lib/runs/work";
import { databaseNow } from "@/lib/time";

export type Queue = {
  /** How much work of this queue one process does at the same time. */
  slots: number;
  /** How long to wait, when nothing was due, before looking again. */
  pollMs: number;
  /** Whether this queue can have work here; asked once, when the worker starts. */
  open: () => boolean;
  /** Does some of the work that is due and returns how much it was; after 0 the loop waits. */
  work: (requestId: string) => Promise<number>;
};

const expiriesAtOnce = 500;
const remindersAtOnce = 500;
const deltasAtOnce = 10_000;
const searchEntriesAtOnce = 2_000;
const digestsAtOnce = 200;
const oldRecordsAtOnce = 2_000;
const removalsAtOnce = 20;
const eventsABlock = 5_000;

/** Every queue, by the name that `notifyWorkers` uses. */
export const queueTable = {
  // Two, so that a small file does not wait until a large one of another organization is done.
  batches: { slots: 2, pollMs: 2_000, open: () => true, work: workOnDueBatch },
  // Each sends one email at a time, over a connection to the mail server of its own.
  emails: { slots: 10, pollMs: 2_000, open: mailConfigured, work: deliverDueEmail },
  // Two, so that a run of a few payouts does not wait for the turn of a long one.
  runs: { slots: 2, pollMs: 2_000, open: () => true, work: workOnDueRun },
  erasures: { slots: 1, pollMs: 5_000, open: () => true, work: workOnDueErasure },
  expiries: {
    slots: 1,
    pollMs: 10_000,
    open: () => true,
    work: async (requestId) => expireDuePayouts(await databaseNow(db), expiriesAtOnce, requestId),
  },
  reminders: {
    slots: 1,
    // It reads every payout that expires within days, and nobody waits for it.
    pollMs: 60_000,
    open: () => true,
    work: async (requestId) => remindDuePayouts(await databaseNow(db), remindersAtOnce, requestId),
  },
  digests: { slots: 1, pollMs: 30_000, open: () => true, work: () => queueDueDigests(digestsAtOnce) },
  // Until then readers add up what is not folded, so nobody waits for it.
  counts: { slots: 1, pollMs: 2_000, open: () => true, work: () => foldPayoutCounts(deltasAtOnce) },
  snapshots: { slots: 1, pollMs: 60_000, open: () => true, work: takeTileSnapshots },
  // What it has not entered yet is found too, more slowly, so nobody waits for it.
  search: { slots: 1, pollMs: 1_000, open: () => true, work: () => enterIntoSearch(searchEntriesAtOnce) },
  // A pass a day for each organization; within it, one step after another.
  retention: { slots: 1, pollMs: 600_000, open: () => true, work: () => moveOldRecords(oldRecordsAtOnce) },
  removals: { slots: 1, pollMs: 300_000, open: () => true, work: () => removeOldFiles(removalsAtOnce) },
  // Nobody waits for it; what is not sealed yet could be changed unseen, so it is done soon.
  seals: { slots: 1, pollMs: 15_000, open: () => true, work: () => sealEvents(eventsABlock) },
  imports: { slots: 1, pollMs: 2_000, open: importsConfigured, work: lookIntoFolders },
  payments: { slots: 4, pollMs: 2_000, open: () => true, work: workOnDueAttempt },
  sandbox: { slots: 2, pollMs: 1_000, open: () => true, work: reportDueSandboxPayment },
} as const satisfies Record<string, Queue>;
