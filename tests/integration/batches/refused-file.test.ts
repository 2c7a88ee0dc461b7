import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { batchErrors } from "@/lib/batches/error-queries";
import { refusedRowsFile } from "@/lib/batches/repair/refused-rows-file";
import { repairRow } from "@/lib/batches/repair/repair";
import { admin, created, fileOf, header, row } from "@/tests/support/batch-files";
import { correct, downloaded, read, textOf } from "@/tests/support/correction-files";
import { useDatabase } from "@/tests/support/database";
import { refused } from "@/tests/support/twenty";
import { codesOf, faulty } from "@/tests/support/correction-files";

useDatabase();

describe("the file of refused rows", () => {
  it("contains every cell as it was written, its line in the batch, and its errors as codes and text", async () => {
    const actor = await admin();
    const { batch } = await created(
      actor,
      fileOf(`note,${header}\nhello,${row("R1")}\n"a, b",Ada,nobody,"1,50",USD,007\n`),
    );
    const text = await textOf(actor, batch.id);
    expect(text.startsWith("\ufeff")).toBe(true);
    expect(read(text)).toEqual([
      {
        recipient_name: "Ada",
        email: "nobody",
        amount: "1,50",
        currency: "USD",
        reference: "007",
        expires_at: "",
        verification_code: "",
        language: "",
        note: "a, b",
        batch_line: "3",
        batch_id: batch.id,
        error_code: "email_without_at; amount_decimal_comma",
        error_message: expect.stringMatching(/“nobody” has no @.*“1,50” has a comma/) as string,
      },
    ]);
  });

  it("contains nothing that a spreadsheet would run, and every escaped text is restored", async () => {
    const actor = await admin();
    const name = "@SUM(1+1)*cmd|' /C calc'!A0";
    const { batch } = await created(actor, fileOf(`${header}\n${row("R1")}\n${name},ada@example.com,-5,USD,+R2\n`));
    const [line] = await downloaded(actor, batch.id);
    expect(line).toMatchObject({ recipient_name: `'${name}`, amount: "'-5", reference: "'+R2" });
    expect(codesOf(await correct(actor, batch.id, [{ ...line!, amount: "5.00" }]))).toEqual([]);
    const [payout] = await db.select().from(payouts).where(eq(payouts.line, 3));
    expect(payout).toMatchObject({ recipientName: name, reference: "+R2", amountMinor: 500n });
  });

  it("contains only rows that are still refused, and none of another organization", async () => {
    const actor = await admin();
    const { batch } = await created(actor, faulty());
    const { rows } = await batchErrors(actor, batch.id);
    await repairRow(actor, rows[0]!.id, { ...rows[0]!.values, amount: "55.53" });
    expect((await downloaded(actor, batch.id)).map(({ batch_line }) => batch_line)).toEqual(["4", "5", "6"]);
    expect(await refused(refusedRowsFile(await admin(), batch.id))).toMatchObject({ code: "not_found" });
  });
});
