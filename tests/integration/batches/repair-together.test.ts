import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { batchErrors } from "@/lib/batches/error-queries";
import { getBatch } from "@/lib/batches/queries";
import { repairRow, repairRows } from "@/lib/batches/repair/repair";
import { admin, created, file, row, rowCounts } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout } from "@/tests/support/factories";
import { faultyBatch, good, payoutsOf } from "@/tests/support/faulty-batch";
import { endWaiting, holding, untilWaiting } from "@/tests/support/lock-waiters";
import { refused, twentyAdmins } from "@/tests/support/twenty";

useDatabase();

describe("refused rows that are repaired together", () => {
  const another = { ...good, recipient_name: "Alan Turing", email: "alan@example.com", reference: "B2" };

  it("each get their own result: created, still refused with errors, or repaired by somebody else", async () => {
    const actor = await admin();
    const { batch } = await created(
      actor,
      file(row("R1"), row("B1", "55,53"), row("B2", "-1"), row("B3", "1,5"), row("B4", "2,5")),
    );
    const [first, second, third, fourth] = (await batchErrors(actor, batch.id)).rows;
    await repairRow(actor, third!.id, { ...good, reference: "B3" });
    const repairs = new Map([
      [fourth!.id, { ...good, reference: "B1" }],
      [first!.id, good],
      [second!.id, another],
      [third!.id, { ...good, reference: "B9" }],
    ]);
    const outcomes = await repairRows(actor, batch.id, repairs);
    // When two rows have the same reference, the earlier line gets it.
    expect(outcomes).toMatchObject([
      { line: 3, payoutId: expect.any(String) as string, fields: { reference: "B1" } },
      { line: 4, payoutId: expect.any(String) as string, fields: { reference: "B2" } },
      { line: 5, already: true },
      { line: 6, faults: [{ code: "reference_repeated", column: "reference" }] },
    ]);
    expect(await getBatch(actor, batch.id)).toMatchObject({
      acceptedCount: 4,
      createdCount: 4,
      refusedCount: 1,
      status: "partially_processed",
    });
    const before = await rowCounts(actor);
    expect((await repairRows(actor, batch.id, repairs)).map((one) => "already" in one)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(await rowCounts(actor)).toEqual(before);
  });

  it("create each payout once when twenty admins send them at once, and late admins are told so for every row", async () => {
    const organization = await createOrganization();
    const admins = await twentyAdmins(organization);
    const { batch, first, second } = await faultyBatch(admins[0]!.actor);
    const sent = await Promise.all(
      admins.map(({ actor }) =>
        repairRows(
          actor,
          batch.id,
          new Map([
            [first.id, good],
            [second.id, another],
          ]),
        ),
      ),
    );
    const outcomes = sent.flat();
    expect(outcomes.filter((one) => "payoutId" in one)).toHaveLength(2);
    expect(outcomes.filter((one) => "already" in one)).toHaveLength(38);
    expect(await payoutsOf(batch.id)).toBe(3);
    expect(await db.$count(emails, eq(emails.organizationId, organization.id))).toBe(3);
    expect(await getBatch(admins[0]!.actor, batch.id)).toMatchObject({
      acceptedCount: 3,
      createdCount: 3,
      refusedCount: 0,
      status: "processed",
    });
  });

  it("create nothing when the connection breaks before the end, and are all created by the next try", async () => {
    const actor = await admin();
    const { batch, first, second } = await faultyBatch(actor);
    const repairs = new Map([
      [first.id, good],
      [second.id, another],
    ]);
    const before = await rowCounts(actor);
    const rolledBack = new Error("rolled back");
    const blocker = holding(async (tx) => {
      // The second reference is written by another transaction and not committed, so the write waits after the first.
      await createPayout(actor, { reference: "B2" }, tx);
      const interrupted = repairRows(actor, batch.id, repairs).catch((error: unknown) => error);
      await untilWaiting();
      await endWaiting();
      expect(await interrupted).toBeInstanceOf(Error);
      throw rolledBack;
    });
    await expect(blocker).rejects.toBe(rolledBack);
    expect(await rowCounts(actor)).toEqual(before);
    expect((await repairRows(actor, batch.id, repairs)).every((one) => "payoutId" in one)).toBe(true);
  });

  it("must belong to one batch of the admin's organization and exist; otherwise nothing is created", async () => {
    const actor = await admin();
    const { batch, first } = await faultyBatch(actor);
    const other = await faultyBatch(await admin());
    const before = await rowCounts(actor);
    expect(
      await refused(
        repairRows(
          actor,
          batch.id,
          new Map([
            [first.id, good],
            [other.first.id, another],
          ]),
        ),
      ),
    ).toMatchObject({ code: "not_found" });
    expect(await refused(repairRows(actor, other.batch.id, new Map([[first.id, good]])))).toMatchObject({
      code: "not_found",
    });
    expect(await rowCounts(actor)).toEqual(before);
  });
});
