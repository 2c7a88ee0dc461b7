import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { systemActor } from "@/lib/actor";
import { batchErrors, batchReasons } from "@/lib/batches/error-queries";
import { env } from "@/lib/env";
import { isRightAnswer } from "@/lib/payouts/fields/verification";
import { admin, created, example, file, fileOf, header, received, row, rowCounts } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";

useDatabase();

describe("a batch file", () => {
  it("becomes payouts, each with its event, its queued email and a link that only the key can recreate", async () => {
    const actor = await admin();
    const { batch, alreadyThere } = await created(actor, file(row("R1"), row("R2", "0.05")));
    expect({ alreadyThere, ...batch }).toMatchObject({
      alreadyThere: false,
      status: "processed",
      recordCount: 2,
      acceptedCount: 2,
      createdCount: 2,
      refusedCount: 0,
      createdBy: actor.userId,
      fileName: "payouts.csv",
    });
    const [first] = await db.select().from(payouts).where(eq(payouts.reference, "R1"));
    expect(first).toMatchObject({
      organizationId: actor.organizationId,
      batchId: batch.id,
      line: 2,
      amountMinor: 1250n,
      currency: "USD",
      status: "pending",
      statusChangedAt: first!.createdAt,
      lastEmailedAt: first!.createdAt,
    });
    expect(first!.expiresAt.getTime() - first!.createdAt.getTime()).toBe(30 * 86_400_000);
    expect(first!.linkVersion).toBe(1);
    expect(await db.select().from(emails).where(eq(emails.payoutId, first!.id))).toMatchObject([
      {
        id: first!.id,
        kind: "payout_sent",
        ordinal: 0,
        status: "queued",
        toEmail: "r1@example.com",
        queuedAt: first!.createdAt,
      },
    ]);
    expect(await db.select().from(events).where(eq(events.payoutId, first!.id))).toMatchObject([
      { id: first!.id, name: "payout.created", batchId: batch.id, occurredAt: first!.createdAt },
    ]);
  });

  it("creates them in the order of their references, with ids that rise in it, so that indexes grow at their end", async () => {
    const actor = await admin();
    await created(actor, file(row("R3"), row("R1"), row("R2")));
    const made = await db.select().from(payouts).orderBy(payouts.id);
    expect(made.map(({ reference, line }) => [reference, line])).toEqual([
      ["R1", 3],
      ["R2", 4],
      ["R3", 2],
    ]);
  });

  it("is followed by events: who sent it, that it was checked, who decided what, and who created the payouts", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R1")));
    const recorded = await db
      .select()
      .from(events)
      .where(eq(events.batchId, batch.id))
      .orderBy(events.occurredAt, events.id);
    expect(recorded.map(({ name, actorUserId }) => [name, actorUserId])).toEqual([
      ["batch.received", actor.userId],
      ["batch.validated", null],
      ["batch.decided", actor.userId],
      ["payout.created", actor.userId],
      ["batch.processed", actor.userId],
    ]);
  });

  it("keeps its refused rows with line, column, value, message and suggestion, and is then never shown as processed", async () => {
    const actor = await admin();
    const { batch } = await created(actor, example());
    expect(batch).toMatchObject({
      status: "partially_processed",
      recordCount: 300,
      acceptedCount: 293,
      createdCount: 293,
      refusedCount: 7,
    });
    expect(await rowCounts(actor)).toEqual([1, 293, 293, 293 + 4, 7, 7]);
    const { rows, next } = await batchErrors(actor, batch.id);
    expect(next).toBeNull();
    expect(rows.map(({ line }) => line)).toEqual([23, 58, 97, 131, 178, 214, 266]);
    expect(rows[1]).toMatchObject({
      values: { amount: "1,250.00" },
      errors: [
        {
          scope: "field",
          stage: "validation",
          line: 58,
          column: "amount",
          code: "amount_grouped",
          value: "1,250.00",
          suggestion:
            "Use digits and a decimal point alone: 1250.00, if the comma separates thousands and the point decimals.",
          resolvedAt: null,
        },
      ],
    });
    expect((await batchReasons(actor, batch.id)).map(({ rows: count }) => count)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it("is rejected without a review when every row is refused, and creates no payout", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R1", "1,234"), row("R2", "-5")));
    expect(batch).toMatchObject({ status: "rejected", acceptedCount: 0, refusedCount: 2 });
    expect(await rowCounts(actor)).toEqual([1, 0, 0, 3, 2, 2]);
  });

  it("can have an expiry; a date without time means the end of that day in the organization's zone", async () => {
    const actor = await admin();
    const day = new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 10);
    await created(actor, fileOf(`${header},expires_at\n${row("R1")},${day}`));
    const [found] = await db.execute<{ local: string }>(
      sql`select (expires_at at time zone 'America/New_York')::text as local from payouts where reference = 'R1'`,
    );
    expect(found?.local).toBe(`${day} 23:59:59.999`);
  });
});

describe("a verification code", () => {
  it("is stored so that only the server's key can check an answer, ignoring case and punctuation", async () => {
    await created(
      await admin(),
      fileOf([`${header},verification_code`, `${row("R1")},CLM-20418`, `${row("R2")},`].join("\n")),
    );
    const found = await db
      .select({ id: payouts.id, kept: payouts.verificationAnswer })
      .from(payouts)
      .orderBy(payouts.line);
    const [first, second] = found;
    expect(isRightAnswer(env().LINK_KEY, first!.kept!, " clm 20418 ")).toBe(true);
    expect(isRightAnswer(env().LINK_KEY, first!.kept!, "CLM-20419")).toBe(false);
    expect(first!.kept).not.toMatch(/20418/);
    expect(second!.kept).toBeNull();
  });

  it("that is easy to guess refuses its row", async () => {
    const actor = await admin();
    const { batch } = await created(
      actor,
      fileOf([`${header},verification_code`, `${row("R1")},0-7!`, `${row("R2")},1984`].join("\n")),
    );
    expect(batch).toMatchObject({ acceptedCount: 1, refusedCount: 1 });
    expect((await batchErrors(actor, batch.id)).rows[0]?.errors).toMatchObject([
      { code: "verification_code_short", column: "verification_code", value: "0-7!" },
    ]);
  });
});

describe("an upload", () => {
  it("by a viewer is refused before any byte is read, and one by the system names no person", async () => {
    const organization = await createOrganization();
    const { actor: viewer } = await createUser(organization, { role: "viewer" });
    await expect(received(viewer, example())).rejects.toMatchObject({ code: "forbidden" });
    expect(await rowCounts(viewer)).toEqual([0, 0, 0, 0, 0, 0]);
    const { batch } = await created(systemActor(organization.id, "import"), file(row("R1")));
    expect(batch).toMatchObject({ createdBy: null, createdCount: 1 });
  });
});
