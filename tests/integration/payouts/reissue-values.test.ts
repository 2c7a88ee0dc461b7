import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { payouts } from "@/db/schema/payouts";
import { changeWords } from "@/lib/audit/words";
import { type Payout } from "@/lib/payouts/queries";
import { reissuePayout } from "@/lib/payouts/reissue";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout } from "@/tests/support/factories";
import { atOnce, twentyAdmins } from "@/tests/support/twenty";
import { setUp, eventsOf, ago } from "@/tests/support/reissued";

useDatabase();

describe("the reference of a replacement", () => {
  const asExpired = async ({ id }: Payout) => {
    const expiresAt = ago(1_000);
    await db
      .update(payouts)
      .set({ createdAt: ago(2_000), status: "expired", expiresAt, statusChangedAt: expiresAt })
      .where(eq(payouts.id, id));
    return id;
  };

  test("counts up along a chain: -R1, -R2, -R3", async () => {
    const { admin, payout } = await setUp();
    const first = await reissuePayout(admin, payout.id);
    const second = await reissuePayout(admin, await asExpired(first));
    const third = await reissuePayout(admin, await asExpired(second));
    expect([first, second, third].map(({ reference }) => reference)).toEqual(["CLM-7-R1", "CLM-7-R2", "CLM-7-R3"]);
    expect(third.reissueOf).toBe(second.id);
  });

  test("skips one that another payout of the organization has, but none of another organization", async () => {
    const { organization, admin, payout } = await setUp();
    await createPayout(organization, { reference: "CLM-7-R1" });
    await createPayout(await createOrganization(), { reference: "CLM-7-R2" });
    expect((await reissuePayout(admin, payout.id)).reference).toBe("CLM-7-R2");
  });

  test("has at most 100 characters", async () => {
    const { admin, payout } = await setUp({ reference: "x".repeat(100) });
    expect((await reissuePayout(admin, payout.id)).reference).toBe(`${"x".repeat(97)}-R1`);
  });

  test("is found for each of two payouts replaced at once with the same next reference", async () => {
    const { organization, payout } = await setUp({ reference: `${"x".repeat(97)}abc` });
    const other = await createPayout(organization, { status: "expired", reference: `${"x".repeat(97)}abd` });
    const admins = await twentyAdmins(organization);
    const { done, refusals } = await atOnce(
      [payout, other].map(({ id }, index) => reissuePayout(admins[index]!.actor, id)),
    );
    expect(refusals).toEqual([]);
    expect(done.map(({ reference }) => reference).sort()).toEqual([`${"x".repeat(97)}-R1`, `${"x".repeat(97)}-R2`]);
  });
});

describe("a value that the admin changes for the new payout", () => {
  const changes = {
    recipientName: "Ada King",
    recipientEmail: "ada.king@example.com",
    amountMinor: 500n,
    expiresAt: new Date("2027-01-31T04:59:59.999Z"),
    note: "Spoke with her",
  };

  test("is used by the payout and its email; both timelines keep the note, the new one the old values", async () => {
    const { admin, payout } = await setUp({ recipientName: "Ada Byron", recipientEmail: "ada@example.com" });
    const { note, ...fields } = changes;
    const made = await reissuePayout(admin, payout.id, changes);
    expect(made).toMatchObject({ ...fields, currency: payout.currency });
    expect(await db.select().from(emails).where(eq(emails.payoutId, made.id))).toMatchObject([
      { toEmail: "ada.king@example.com" },
    ]);
    expect((await eventsOf(payout.id)).at(-1)).toMatchObject({
      name: "payout.reissued",
      reason: note,
      data: { replacedBy: "CLM-7-R1" },
    });
    const [created] = await eventsOf(made.id);
    expect(created).toMatchObject({
      reason: note,
      data: {
        replaces: "CLM-7",
        nameWas: "Ada Byron",
        emailWas: "ada@example.com",
        amountWas: "123.45 USD",
        expiresAt: "2027-01-31T04:59:59.999Z",
      },
    });
    expect(changeWords({ ...created!, fromStatus: null }, "UTC")).toBe(
      "Replaces CLM-7; name was Ada Byron; email was ada@example.com; amount was 123.45 USD; expires Jan 31, 2027, 04:59:59 UTC",
    );
  });

  test("can be the verification: the answer is kept unless a code by email is chosen", async () => {
    for (const [dropAnswer, answer] of [
      [false, "salt.hmac"],
      [true, null],
    ] as const) {
      const { admin, payout } = await setUp({ verificationAnswer: "salt.hmac", verificationAttempts: 5 });
      expect(await reissuePayout(admin, payout.id, { dropAnswer })).toMatchObject({
        verificationAnswer: answer,
        verificationAttempts: 0,
      });
    }
  });
});
