import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { systemActor } from "@/lib/actor";
import { batchErrors, batchReasons } from "@/lib/batches/error-queries";
import { env } from "@/lib/env";
import { linkHash, linkToken } from "@/lib/token";
import { isRightAnswer } from "@/lib/payouts/fields/verification";
import { admin, created, example, file, fileOf, header, received, row, rowCounts } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { workbook } from "@/tests/support/workbook";

useDatabase();

describe("a batch file", () => {
  it("becomes payouts, each with its event, its owed email and a link that only the key can rebuild", async () => {
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
    expect(first!.linkHash).toBe(linkHash(linkToken(env().LINK_KEY, first!.id, 1)));
    expect(await db.select().from(emails).where(eq(emails.payoutId, first!.id))).toMatchObject([
      { kind: "payout_sent", ordinal: 0, status: "queued", toEmail: "r1@example.com", queuedAt: first!.createdAt },
    ]);
  });

  it("tells its life in events: who sent it, that it was checked, who decided what, and who made the payouts", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R1")));
    const told = await db
      .select()
      .from(events)
      .where(eq(events.batchId, batch.id))
      .orderBy(events.occurredAt, events.id);
    expect(told.map(({ name, actorUserId }) => [name, actorUserId])).toEqual([
      ["batch.received", actor.userId],
      ["batch.validated", null],
      ["batch.decided", actor.userId],
      ["payout.created", actor.userId],
      ["batch.processed", actor.userId],
    ]);
  });

  it("has its refused rows kept with line, column, value, message and suggestion, and is never called processed then", async () => {
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
          suggestion: "Write 1250.00.",
          resolvedAt: null,
        },
      ],
    });
    expect((await batchReasons(actor, batch.id)).map(({ rows: count }) => count)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it("of which every row is refused is rejected without a review, and makes no payout", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R1", "1,234"), row("R2", "-5")));
    expect(batch).toMatchObject({ status: "rejected", acceptedCount: 0, refusedCount: 2 });
    expect(await rowCounts(actor)).toEqual([1, 0, 0, 3, 2, 2]);
  });

  it("that turns out to be unreadable, even in its last line, is rejected for that alone and creates nothing", async () => {
    const actor = await admin();
    const { batch } = await created(actor, fileOf([header, row("R1"), row("R2", "1,234"), '"never closed'].join("\n")));
    expect(batch).toMatchObject({ status: "rejected", recordCount: 0, acceptedCount: 0, refusedCount: 0, totals: [] });
    const kept = await db.execute(
      sql`select scope, code, line, refused_row_id from ingest_errors where batch_id = ${batch.id}`,
    );
    expect(kept).toEqual([{ scope: "file", code: "unclosed_quote", line: 4, refused_row_id: null }]);
    expect(await rowCounts(actor)).toEqual([1, 0, 0, 2, 0, 1]);
  });

  it("names a file safely, whatever the browser says", async () => {
    const { batch } = await created(await admin(), {
      ...file(row("R1")),
      fileName: `C:\\fakepath\\a\u0000\n${"😀".repeat(300)}.csv`,
    });
    expect([...batch.fileName]).toHaveLength(255);
    expect(batch.fileName).toMatch(/^a😀/u);
  });

  it("with characters the database cannot keep is kept all the same, its row refused", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R\u0000", "12.50", "ada@example.com", "A\u0000da"), row("R2")));
    expect(batch).toMatchObject({ acceptedCount: 1, refusedCount: 1 });
    expect((await batchErrors(actor, batch.id)).rows[0]?.values).toMatchObject({ recipient_name: "A\ufffdda" });
  });

  it("with such characters in columns that are not read goes through, and shows � in their place", async () => {
    const actor = await admin();
    const { batch } = await created(
      actor,
      fileOf([`${header},memo\u0000`, `${row("R1")},x\u0000y`, `${row("R2", "")},x\u0000y`].join("\n")),
    );
    expect(batch).toMatchObject({
      status: "partially_processed",
      acceptedCount: 1,
      refusedCount: 1,
      ignoredColumns: ["memo\ufffd"],
    });
    expect((await batchErrors(actor, batch.id)).rows[0]?.values).toMatchObject({ "memo\ufffd": "x\ufffdy" });
  });

  it.each(["shared", "inline"] as const)(
    "with such characters in the %s texts of a workbook goes through too, and half of a character refuses the row that needs it",
    async (texts) => {
      const actor = await admin();
      const rows = [
        [...header.split(","), "_x0000_", "memo_xD800_"],
        ["Ada", "ada@example.com", "1", "USD", "R1", "_xD800_", "_x0000_"],
        ["Ada_xDC00_", "b@example.com", "1", "USD", "R2", "", "_xDFFF_"],
      ];
      const { batch } = await created(actor, { fileName: "payouts.xlsx", content: workbook(rows, { texts }) });
      expect(batch).toMatchObject({
        status: "partially_processed",
        acceptedCount: 1,
        refusedCount: 1,
        ignoredColumns: ["\ufffd", "memo\ufffd"],
      });
      expect((await batchErrors(actor, batch.id)).rows[0]).toMatchObject({
        errors: [{ code: "lost_character", column: "recipient_name", value: "Ada\ufffd" }],
      });
    },
  );

  it("with a header that names a column twice by such a character is refused for that", async () => {
    const { batch } = await created(
      await admin(),
      fileOf([`${header},memo\u0000,memo\u0000`, `${row("R1")},,`].join("\n")),
    );
    expect(batch).toMatchObject({ status: "rejected", recordCount: 0 });
  });

  it("may carry an expiry; a date ends with the day in the organization's zone", async () => {
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
  it("is kept so that only the server's key can tell whether an answer is right, whatever its case and punctuation", async () => {
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

  it("that could be guessed refuses its row", async () => {
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

describe("a reference", () => {
  it("that a payout has already refuses the row, and the error leads to that payout", async () => {
    const actor = await admin();
    const taken = await createPayout(actor, { reference: "R1" });
    await createPayout(await createOrganization(), { reference: "R2" });
    const { batch } = await created(actor, file(row("R1"), row("R2")));
    expect(batch).toMatchObject({ status: "partially_processed", acceptedCount: 1, refusedCount: 1 });
    expect((await batchErrors(actor, batch.id)).rows[0]).toMatchObject({
      line: 2,
      errors: [{ code: "reference_used", stage: "validation", value: "R1", payoutId: taken.id }],
    });
  });

  it("twice in one file makes one payout, and the second row names the line of the first", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R1"), row("R2"), row("R1", "99.00")));
    expect(batch).toMatchObject({ acceptedCount: 2, refusedCount: 1 });
    expect((await batchErrors(actor, batch.id)).rows[0]).toMatchObject({
      line: 4,
      errors: [{ code: "reference_repeated", message: "Line 2 of this file has the reference “R1” already." }],
    });
  });

  it("shared by files processed at the same instant makes one payout, and every row of every file is accounted for", async () => {
    const actor = await admin();
    const references = Array.from({ length: 40 }, (_, index) => `R${index}`);
    const files = Array.from({ length: 8 }, (_, index) =>
      file(...(index % 2 ? references : references.toReversed()).map((one) => row(one)), row(`own-${index}`)),
    );
    const results = await Promise.all(files.map((one) => created(actor, one)));
    expect(results.map(({ batch }) => batch.acceptedCount + batch.refusedCount)).toEqual(files.map(() => 41));
    expect(results.reduce((sum, { batch }) => sum + batch.createdCount, 0)).toBe(40 + 8);
    expect(await db.$count(payouts, eq(payouts.organizationId, actor.organizationId))).toBe(48);
    expect(await db.$count(emails, eq(emails.organizationId, actor.organizationId))).toBe(48);
  });
});

describe("an upload", () => {
  it("by a viewer is refused before a byte of it is read, and one by the system names no person", async () => {
    const organization = await createOrganization();
    const { actor: viewer } = await createUser(organization, { role: "viewer" });
    await expect(received(viewer, example())).rejects.toMatchObject({ code: "forbidden" });
    expect(await rowCounts(viewer)).toEqual([0, 0, 0, 0, 0, 0]);
    const { batch } = await created(systemActor(organization.id, "import"), file(row("R1")));
    expect(batch).toMatchObject({ createdBy: null, createdCount: 1 });
  });
});
