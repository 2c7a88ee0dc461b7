import { beforeEach, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { systemActor, type UserActor } from "@/lib/actor";
import { AuditFilter } from "@/lib/audit/filter";
import { listEvents } from "@/lib/audit/queries";
import { BatchFilter } from "@/lib/batches/filter";
import { countBatches } from "@/lib/batches/queries";
import { EmailFilter } from "@/lib/emails/filter";
import { countEmails } from "@/lib/emails/queries";
import { recordEvents } from "@/lib/events";
import { keysOf } from "@/lib/lists/params";
import { PayoutFilter } from "@/lib/payouts/list/filter";
import type { Payout } from "@/lib/payouts/queries";
import { askedLog } from "@/tests/support/asked-log";
import { countPayouts } from "@/tests/support/count-payouts";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createEmail,
  createIngestError,
  createOrganization,
  createPayout,
  createUser,
  type Batch,
  type Organization,
} from "@/tests/support/factories";
import { DAY_MS } from "@/tests/support/random-payouts";
import { finishedRun } from "@/tests/support/runs";

useDatabase();

/** A filter for each key, together with any other key that it requires. */
type Samples<F> = { [K in keyof F]-?: F & Required<Pick<F, K>> };

const at = { now: new Date("2026-11-23T14:00:00.000Z"), timeZone: "UTC" };
const days = (count: number) => new Date(at.now.getTime() + count * DAY_MS);

let actor: UserActor;
let faulty: Batch;
let small: Payout;
let touching: { id: string };

beforeEach(async () => {
  const organization = await createOrganization();
  actor = (await createUser(organization)).actor;
  faulty = await createBatch(organization, {
    fileName: "november.csv",
    acceptedCount: 2,
    refusedCount: 1,
    createdAt: days(-2),
  });
  await createIngestError(faulty);
  const mine = { assigneeId: actor.userId, snoozedUntil: days(1), handledAt: days(-1), handledReason: "Sent again" };
  await createBatch(organization, { fileName: "december.csv", createdAt: days(-40), ...mine });
  await payouts(organization);
  await eventsOf(organization);
});

async function payouts(organization: Organization): Promise<void> {
  const waiting = { createdAt: days(-2), expiresAt: days(3), batchId: faulty.id };
  const canceled = await createPayout(organization, { createdAt: days(-45), expiresAt: new Date(Date.now() + DAY_MS) });
  touching = await finishedRun(actor, "cancel", { payoutIds: [canceled.id] });
  const mine = { assigneeId: actor.userId, snoozedUntil: days(1) };
  small = await createPayout(organization, {
    ...waiting,
    ...mine,
    recipientName: "Ada Byron",
    amountMinor: 1_000n,
    extra: { claim_number: "4711", phone: "1" },
  });
  await createEmail(small, { queuedAt: days(-1), toEmail: "ada@example.com" });
  const done = { assigneeId: actor.userId, handledAt: days(-1), handledReason: "Called" };
  const large = await createPayout(organization, { ...waiting, ...done, expiresAt: days(20), amountMinor: 50_000n });
  await createEmail(large, { queuedAt: days(-30), status: "bounced" });
  const longAgo = { createdAt: days(-60), statusChangedAt: days(-50) };
  await createPayout(organization, { ...longAgo, status: "completed", currency: "EUR" });
  await createPayout(organization, { createdAt: days(-32), expiresAt: days(-2), status: "expired" });
  await createPayout(organization, { createdAt: days(-90), expiresAt: days(-60), status: "expired" });
  await createPayout(organization, { ...longAgo, status: "failed_to_process" });
  await createPayout(organization, { createdAt: days(-40), expiresAt: days(30), openedAt: days(-39) });
  const replaced = await createPayout(organization, { ...longAgo, status: "failed_to_send", archivedAt: days(-40) });
  await createPayout(organization, { createdAt: days(-40), expiresAt: days(30), reissueOf: replaced.id });
}

async function eventsOf(organization: Organization) {
  const named = {
    reference: "AUD-1",
    recipientName: "Grace Hopper",
    status: "completed",
    createdAt: days(-60),
  } as const;
  const { id: payoutId } = await createPayout(organization, { ...named, statusChangedAt: days(-50) });
  await transaction(async (tx) => {
    await recordEvents(tx, actor, [{ name: "user.signed_in", occurredAt: days(-1), userId: actor.userId }]);
    await recordEvents(tx, systemActor(organization.id, "job-1"), [{ name: "user.denied", occurredAt: days(-9) }]);
    await recordEvents(tx, systemActor(organization.id, "job-1"), [
      { name: "payout.expired", occurredAt: days(-9) },
      { name: "payout.opened", occurredAt: days(-9), payoutId },
      { name: "batch.validated", occurredAt: days(-9), batchId: faulty.id },
    ]);
  });
}

/** For each key, how many rows its sample finds, with the key and without it. */
async function expectEachKeyToNarrow<F extends object>(
  keys: readonly (keyof F & string)[],
  samples: Samples<F>,
  countOf: (filter: F) => Promise<number>,
): Promise<void> {
  for (const key of keys) {
    const sample: F = samples[key];
    const without = { ...sample };
    delete without[key];
    const [found, all] = [await countOf(sample), await countOf(without)];
    expect({ key, found, all, narrows: found > 0 && found < all }).toMatchObject({ narrows: true });
  }
}

test("every filter key of the payout list keeps some payouts and removes some", async () => {
  const samples: Samples<PayoutFilter> = {
    group: { group: "failed" },
    status: { status: ["completed"] },
    changed: { changed: "last-7d" },
    created: { created: "last-7d" },
    expires: { expires: "next-7d" },
    expired: { expired: "last-7d" },
    evidence: { evidence: "opened" },
    replaced: { replaced: "yes" },
    currency: { currency: "EUR" },
    amount_min: { currency: "USD", amount_min: "400.00" },
    amount_max: { currency: "USD", amount_max: "10.00" },
    batch: { batch: faulty.id },
    recipient: { recipient: small.id },
    batch_errors: { batch_errors: "last-7d" },
    run: { run: touching.id },
    id: { id: [small.id] },
    assigned: { assigned: "me" },
    snoozed: { snoozed: "yes" },
    handled: { handled: "no", assigned: "me" },
    q: { q: "byr" },
    x: { x: { claim_number: "4711" } },
  };
  await expectEachKeyToNarrow(keysOf(PayoutFilter), samples, (filter) => countPayouts(actor, filter, at));
});

test("every filter key of the batch list keeps some batches and removes some", async () => {
  const samples: Samples<BatchFilter> = {
    status: { status: ["partially_processed"] },
    errors: { errors: "last-7d" },
    assigned: { assigned: "me" },
    snoozed: { snoozed: "no" },
    handled: { handled: "yes" },
    file: { file: "VEMB" },
  };
  await expectEachKeyToNarrow(keysOf(BatchFilter), samples, (filter) => countBatches(actor, filter, at));
});

test("every filter key of the email log keeps some emails and removes some", async () => {
  const samples: Samples<EmailFilter> = {
    to: { to: "ADA@" },
    recipient: { recipient: small.id },
    status: { status: "bounced" },
    queued: { queued: "last-7d" },
  };
  const countOf = async (filter: EmailFilter) => (await countEmails(actor, filter, at)).count;
  await expectEachKeyToNarrow(keysOf(EmailFilter), samples, countOf);
});

test("every filter key of the audit log keeps some events and removes some", async () => {
  const samples: Samples<AuditFilter> = {
    who: { who: actor.userId },
    what: { what: "user.signed_in" },
    payout: { payout: "aud-1" },
    recipient: { recipient: "grace hop" },
    batch: { batch: faulty.id },
    run: { run: touching.id },
    user: { user: actor.userId },
    result: { result: "ok" },
    when: { when: "last-7d" },
  };
  const countOf = async (filter: AuditFilter) =>
    (await listEvents(actor, { ...(await askedLog(actor, filter, at)), page: {} }, at)).total.count;
  await expectEachKeyToNarrow(keysOf(AuditFilter), samples, countOf);
});

test("a key without SQL, or an amount without its currency, is an error and does not widen the list", async () => {
  const unknown = { later: "x" } as PayoutFilter;
  await expect(countPayouts(actor, unknown, at)).rejects.toThrow("later");
  await expect(countPayouts(actor, { amount_min: "10" }, at)).rejects.toThrow("10");
});
