import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { payouts } from "@/db/schema/payouts";
import { batchErrors } from "@/lib/batches/error-queries";
import { admin, created, file, row } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout } from "@/tests/support/factories";

useDatabase();

describe("a reference", () => {
  it("that a payout already has refuses the row, and the error links to that payout", async () => {
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

  it("used twice in one file creates one payout, and the second row names the line of the first", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R1"), row("R2"), row("R1", "99.00")));
    expect(batch).toMatchObject({ acceptedCount: 2, refusedCount: 1 });
    expect((await batchErrors(actor, batch.id)).rows[0]).toMatchObject({
      line: 4,
      errors: [{ code: "reference_repeated", message: "Line 2 of this file has the reference “R1” already." }],
    });
  });

  it("shared by files processed at the same time creates one payout, and every row of every file is accounted for", async () => {
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
