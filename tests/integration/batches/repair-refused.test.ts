import { describe, expect, it } from "vitest";
import { systemActor } from "@/lib/actor";
import { batchErrors } from "@/lib/batches/error-queries";
import { getBatch } from "@/lib/batches/queries";
import { checkRepair, repairAll, repairRow } from "@/lib/batches/repair/repair";
import { repairedRows } from "@/lib/batches/repair/queries";
import { admin, rowCounts, validated } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createBatch, createOrganization, createPayout, createRefusedRow, createUser } from "@/tests/support/factories";
import { faulty, faultyBatch, good } from "@/tests/support/faulty-batch";
import { holding, untilWaiting } from "@/tests/support/lock-waiters";
import { refused } from "@/tests/support/twenty";

useDatabase();

describe("repaired values that are still wrong", () => {
  it("get every error, both while typing and when sent, and create nothing", async () => {
    const actor = await admin();
    const { second } = await faultyBatch(actor);
    const before = await rowCounts(actor);
    const values = { ...good, email: "nobody", amount: "1.234,50", reference: "R1" };
    for (const attempt of [checkRepair, repairRow]) {
      const result = await attempt(actor, second.id, values);
      expect(
        "faults" in result && result.faults.map(({ code, column, suggestedValues }) => [code, column, suggestedValues]),
      ).toEqual([
        ["email_without_at", "email", []],
        ["amount_decimal_comma", "amount", ["1234.50"]],
        ["reference_used", "reference", []],
      ]);
    }
    expect(await rowCounts(actor)).toEqual(before);
  });

  it("are judged by the same rules as a file: values that pass the check can be created", async () => {
    const actor = await admin();
    const { first } = await faultyBatch(actor);
    expect(await checkRepair(actor, first.id, good)).toMatchObject({
      fields: { amountMinor: 5553n, reference: "B1" },
      duplicate: false,
    });
    expect(await repairRow(actor, first.id, good)).toHaveProperty("payout");
  });

  it("are accepted with a warning when they repeat a payout of the last weeks", async () => {
    const actor = await admin();
    const { first } = await faultyBatch(actor);
    await createPayout(actor, { recipientEmail: "Grace@Example.com", amountMinor: 5553n });
    expect(await checkRepair(actor, first.id, good)).toMatchObject({ duplicate: true });
  });

  it("create nothing and leave the row unchanged when another payout took the reference first", async () => {
    const actor = await admin();
    const { batch, first } = await faultyBatch(actor);
    let repairing: ReturnType<typeof repairRow> | undefined;
    await holding(async (tx) => {
      await createPayout(actor, { reference: "B1" }, tx);
      repairing = repairRow(actor, first.id, good);
      // The check did not see the uncommitted reference, but the write waits for it.
      await untilWaiting();
    });
    expect(await repairing).toMatchObject({ faults: [{ code: "reference_used", column: "reference", line: 3 }] });
    expect(await getBatch(actor, batch.id)).toMatchObject({ acceptedCount: 1, createdCount: 1, refusedCount: 2 });
    expect((await batchErrors(actor, batch.id)).rows).toHaveLength(2);
  });
});

describe("a repair", () => {
  it("is allowed only to admins of the organization and the system; other requests change nothing", async () => {
    const organization = await createOrganization();
    const { actor } = await createUser(organization);
    const { actor: viewer } = await createUser(organization, { role: "viewer" });
    const { batch, first, second } = await faultyBatch(actor);
    const before = await rowCounts(actor);
    for (const [who, code] of [
      [viewer, "forbidden"],
      [await admin(), "not_found"],
    ] as const) {
      expect(await refused(checkRepair(who, first.id, good))).toMatchObject({ code });
      expect(await refused(repairRow(who, first.id, good))).toMatchObject({ code });
      expect(await refused(repairAll(who, batch.id))).toMatchObject({ code });
    }
    expect(await refused(repairRow(actor, "not-an-id", good))).toMatchObject({ code: "not_found" });
    expect(await rowCounts(actor)).toEqual(before);
    await repairRow(systemActor(organization.id, "command"), second.id, { ...good, reference: "B2" });
    expect((await repairedRows(actor, batch.id)).rows).toMatchObject([{ line: 4, byName: null }]);
  });

  it("is not allowed while the batch waits for review, or after the whole batch was rejected", async () => {
    const actor = await admin();
    const waiting = await validated(actor, faulty());
    const { rows } = await batchErrors(actor, waiting.id);
    expect(await refused(repairRow(actor, rows[0]!.id, good))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("not finished") as string,
    });
    const organization = await createOrganization();
    const { actor: other } = await createUser(organization);
    const whole = await createBatch(organization, {
      status: "rejected",
      acceptedCount: 3,
      createdCount: 0,
      refusedCount: 1,
      recordCount: 4,
    });
    expect(await refused(repairRow(other, (await createRefusedRow(whole)).id, good))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("new one") as string,
    });
  });
});
