import { describe, expect, it } from "vitest";
import { batchErrors } from "@/lib/batches/error-queries";
import { getBatch } from "@/lib/batches/queries";
import { repairBySuggestion } from "@/lib/batches/repair/suggested-repairs";
import { admin, created, file, row, rowCounts } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { payoutsOf } from "@/tests/support/faulty-batch";

useDatabase();

const commas = () =>
  file(
    row("R1"),
    ...Array.from({ length: 24 }, (_, index) => row(`C${index}`, `${index + 1},50`)),
    row("Two", "1,50", "nobody"),
    row("Minus", "-1"),
  );

describe("the suggestion for all rows of one reason", () => {
  it("shows first what it would create, and creates exactly that", async () => {
    const actor = await admin();
    const { batch } = await created(actor, commas());
    const before = await rowCounts(actor);
    const shown = await repairBySuggestion(actor, batch.id, "amount_decimal_comma", { dry: true });
    expect(shown).toMatchObject({ created: 24, refused: 1 });
    expect(shown.ready[0]).toMatchObject({ line: 3, fields: { amountMinor: 150n } });
    expect(await rowCounts(actor)).toEqual(before);
    expect(await repairBySuggestion(actor, batch.id, "amount_decimal_comma")).toMatchObject({
      created: 24,
      refused: 1,
    });
    expect(await payoutsOf(batch.id)).toBe(25);
    expect(await getBatch(actor, batch.id)).toMatchObject({ refusedCount: 2, acceptedCount: 25 });
    expect((await batchErrors(actor, batch.id, { code: "amount_decimal_comma" })).rows).toMatchObject([{ line: 27 }]);
    expect(await repairBySuggestion(actor, batch.id, "amount_decimal_comma")).toMatchObject({ created: 0, refused: 1 });
  });

  it("creates nothing where a value can mean two amounts, or none", async () => {
    const actor = await admin();

    const rows = ['Ada,ada@example.com,"1,234",KWD,K1', "Ada,ada@example.com,12.345,USD,K2"];
    const { batch } = await created(actor, file(row("R1"), ...rows));
    for (const code of ["amount_grouped", "amount_too_many_digits"] as const)
      expect(await repairBySuggestion(actor, batch.id, code)).toMatchObject({ created: 0, refused: 1 });
    expect(await payoutsOf(batch.id)).toBe(1);
  });

  it("is refused to viewers", async () => {
    const organization = await createOrganization();
    const { actor } = await createUser(organization);
    const viewer = (await createUser(organization, { role: "viewer" })).actor;
    const { batch } = await created(actor, commas());
    await expect(repairBySuggestion(viewer, batch.id, "amount_decimal_comma")).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
