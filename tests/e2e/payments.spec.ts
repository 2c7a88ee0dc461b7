import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payouts } from "@/db/schema/payouts";
import { retryPayout, submitPayout } from "@/lib/payments/attempts";
import { signReport } from "@/lib/payments/providers/sandbox-webhook";
import { exampleAccount } from "@/scripts/docs/sandbox-page";
import { createPayout, createUser, type Organization } from "@/tests/support/factories";
import { holderOf } from "@/tests/support/recipients";
import { expect, test } from "./portal";

const patience = { timeout: 30_000 };

async function submitted(organization: Organization, ending: string) {
  const payout = await createPayout(organization);
  await submitPayout(await holderOf(payout), "us_account", {
    holder: "Ada Byron",
    routing_number: "021000021",
    account_number: exampleAccount(ending),
  });
  return payout;
}

const statusOf = async ({ id }: { id: string }) =>
  (await db.select({ status: payouts.status }).from(payouts).where(eq(payouts.id, id)))[0]!.status;

test("the running portal hands a submitted payout over and marks it paid; a returned one is paid on the retry", async ({
  organization,
}) => {
  const [paid, cameBack] = [await submitted(organization, "00"), await submitted(organization, "20")];
  await expect.poll(() => statusOf(paid), patience).toBe("completed");
  await expect.poll(() => statusOf(cameBack), patience).toBe("failed_to_send");
  const { actor } = await createUser(organization);
  await retryPayout(actor, cameBack.id);
  await expect.poll(() => statusOf(cameBack), patience).toBe("completed");
});

test("the running portal accepts a report without a session, by its signature alone", async ({
  organization,
  request,
}) => {
  const payout = await submitted(organization, "19");
  const [attempt] = await db.select().from(payoutAttempts).where(eq(payoutAttempts.payoutId, payout.id));
  const send = (attemptId: string, changed: Record<string, string> = {}) => {
    const { headers, body } = signReport({ messageId: `e2e-${attemptId}`, attemptId, outcome: "paid" }, new Date());
    return request.post("/api/providers/sandbox/reports", {
      headers: { ...headers, ...changed },
      data: Buffer.from(body),
    });
  };
  expect((await send(attempt!.id, { "webhook-signature": "v1,AAAA" })).status()).toBe(401);
  expect((await send(payout.id)).status()).toBe(404);
  expect(await statusOf(payout)).toBe("submitted");
  expect((await send(attempt!.id)).status()).toBe(200);
  expect(await statusOf(payout)).toBe("completed");
});
