import { eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { payouts } from "@/db/schema/payouts";
import { writeByHand } from "@/lib/batches/by-hand";
import { batchErrors } from "@/lib/batches/error-queries";
import { finishBatch } from "@/lib/batches/ingest/work";
import { decideBatch } from "@/lib/batches/mutations";
import { csvText } from "@/lib/csv-text";
import { columnNames, type RowValues } from "@/lib/payouts/fields/table";
import { admin, fileOf, validated } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";

useDatabase();

const good: RowValues = {
  recipient_name: "Ada Byron",
  email: "ada@example.com",
  amount: "12.50",
  currency: "USD",
  reference: "HAND/1",
};
const batchOf = (written: Awaited<ReturnType<typeof writeByHand>>) => {
  if (!("batch" in written)) throw new Error(JSON.stringify(written.faults));
  return written.batch;
};

describe("a payout that is written by hand", () => {
  it("is a batch of one row that waits for its review, and then a payout like that of a file", async () => {
    const actor = await admin();
    const { id } = batchOf(await writeByHand(actor, good));
    const reviewed = await finishBatch(actor, id);
    expect(reviewed).toMatchObject({
      status: "ready",
      fileName: "By hand: HAND-1.csv",
      recordCount: 1,
      acceptedCount: 1,
    });
    expect(await db.$count(payouts, eq(payouts.batchId, id))).toBe(0);
    await decideBatch(actor, id, "valid_rows");
    expect(await finishBatch(actor, id)).toMatchObject({
      status: "processed",
      createdCount: 1,
      createdBy: actor.userId,
    });
    expect(await db.select().from(payouts).where(eq(payouts.batchId, id))).toMatchObject([
      { reference: "HAND/1", amountMinor: 1_250n, line: 2, status: "pending" },
    ]);
    expect(await writeByHand(actor, { ...good, amount: "9.00" })).toMatchObject({
      faults: [{ code: "reference_used", column: "reference" }],
    });
  });

  it("is one batch however often, and by however many at once, the same values are sent", async () => {
    const actor = await admin();
    const sent = await Promise.all(Array.from({ length: 6 }, () => writeByHand(actor, good)));
    expect(new Set(sent.map((one) => batchOf(one).id)).size).toBe(1);
    expect(await db.$count(batches, eq(batches.organizationId, actor.organizationId))).toBe(1);
  });

  it("that repeats another payout says so in its review, and is created only once somebody knows it", async () => {
    const actor = await admin();
    const { id: first } = batchOf(await writeByHand(actor, good));
    await finishBatch(actor, first);
    await decideBatch(actor, first, "valid_rows");
    await finishBatch(actor, first);
    const { id } = batchOf(await writeByHand(actor, { ...good, reference: "HAND/2" }));
    expect(await finishBatch(actor, id)).toMatchObject({ duplicateCount: 1 });
    await expect(decideBatch(actor, id, "valid_rows")).rejects.toMatchObject({ code: "conflict" });
  });

  it("is refused for viewers", async () => {
    const { actor } = await createUser(await createOrganization(), { role: "viewer" });
    await expect(writeByHand(actor, good)).rejects.toMatchObject({ code: "forbidden" });
  });

  // Without line breaks: those of a file's cells are refused as rows that ran together.
  const texts = fc.oneof(
    fc.constantFrom("", "=1+1", "'", "ada@example", "12,5", "-3", "usd", "USD", "1999-01-01", "Ada\u200b", '"'),
    fc.string({ maxLength: 12 }).map((text) => text.replaceAll(/[\r\n]/g, " ")),
  );
  const anyRow = fc.record(Object.fromEntries(columnNames.map((name) => [name, texts])));

  it("has exactly the faults that the row of a file with these cells would have", async () => {
    const actor = await admin();
    await fc.assert(
      fc.asyncProperty(anyRow, async (values) => {
        const written = await writeByHand(actor, values as RowValues);
        fc.pre("faults" in written);
        const asked = Object.values(values).some((text) => text.trim() !== "");
        fc.pre(asked);
        const batch = await validated(
          actor,
          fileOf(csvText([columnNames, columnNames.map((name) => (values as RowValues)[name] ?? "")])),
        );
        const { rows } = await batchErrors(actor, batch.id);
        const codes = rows.flatMap(({ errors }) => errors.map(({ code, column }) => `${column} ${code}`));
        expect(
          ("faults" in written ? written.faults : []).map(({ code, column }) => `${column} ${code}`).sort(),
        ).toEqual(codes.sort());
      }),
      { numRuns: 12 },
    );
  });
});
