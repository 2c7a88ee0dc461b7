import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { columnMappings } from "@/db/schema/column_mappings";
import { reviewRows } from "@/db/schema/review_rows";
import { fileErrors } from "@/lib/batches/error-queries";
import type { Answers } from "@/lib/batches/file-format/mapping/roles";
import { finishBatch } from "@/lib/batches/ingest/work";
import { chooseColumns } from "@/lib/batches/mapping/mutations";
import { listMappings, mappingNamed } from "@/lib/batches/mapping/queries";
import { columnTable, firstRowsOf, unclearColumns } from "@/lib/batches/mapping/table";
import { getBatch } from "@/lib/batches/queries";
import { admin, fileOf, received, validated } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { holding, untilWaiting } from "@/tests/support/lock-waiters";
import { answers, choose, odd } from "@/tests/support/odd-columns";

useDatabase();

/** An expiry lies ahead, and not too far. */
const nextYear = new Date().getUTCFullYear() + 1;

describe("a remembered mapping", () => {
  it("without a decimal mark, or an order of dates, stops the file where one is needed, on whatever line", async () => {
    const actor = await admin();
    const withDates = (name: string, amount: string, day: string) =>
      fileOf(
        [
          "Surname;Forename;Post to;How much;Case;Until",
          ...Array.from({ length: 1_100 }, (_, index) => `Byron;Ada;ada${index}@example.com;12;${name}-${index};`),
          `Byron;Ada;last@example.com;${amount};${name}-last;${day}`,
        ].join("\n"),
        `${name}.csv`,
      );
    const said: Answers = {
      ...answers,
      headerLine: 1,
      roles: [...answers.roles, "expires_at"],
      constants: { currency: "KWD" },
      decimalMark: null,
    };
    const { id } = await validated(actor, withDates("A", "12", ""));
    await chooseColumns(actor, id, said, "Claims");
    expect(await finishBatch(actor, id)).toMatchObject({ status: "ready", acceptedCount: 1_101 });
    for (const [name, amount, day, code] of [
      ["B", "1.250", "", "decimal_mark_unsaid"],
      ["C", "12", `01/02/${nextYear}`, "date_form_unsaid"],
    ] as const) {
      const stopped = await validated(actor, withDates(name, amount, day));
      expect(stopped).toMatchObject({ status: "awaiting_columns", acceptedCount: 0 });
      expect(stopped.readingNotes).toEqual([
        expect.stringContaining(`“${amount === "12" ? day : amount}” on line 1102`),
      ]);
      const { batch } = await received(actor, withDates(`${name}2`, amount, day), { auto: { mode: "valid_rows" } });
      expect(await finishBatch(actor, batch.id)).toMatchObject({ status: "rejected", createdCount: 0 });
      expect(await fileErrors(actor, batch.id)).toMatchObject([{ code }]);
      // The row stands far below those that the page looks at, so it asks for both.
      const page = await firstRowsOf(actor, stopped.id);
      const unclear = await unclearColumns(page, columnTable(page)!);
      expect(unclear.stopped && !unclear.amounts.some(Boolean)).toBe(true);
      // Said anew, the same file is read.
      await chooseColumns(actor, stopped.id, { ...said, decimalMark: ".", dateForm: "day_first" }, null);
      expect(await finishBatch(actor, stopped.id)).toMatchObject({ status: "ready", acceptedCount: 1_101 });
    }
  });

  it("of dates stops a file with a date that only another order can read", async () => {
    const actor = await admin();
    const dated = (name: string, ...days: string[]) =>
      fileOf(
        [
          "Surname;Forename;Post to;How much;Case;Until",
          ...days.map((day, index) => `Byron;Ada;ada${index}@example.com;12,50;${name}-${index};${day}`),
        ].join("\n"),
        `${name}.csv`,
      );
    const said: Answers = { ...answers, headerLine: 1, roles: [...answers.roles, "expires_at"], dateForm: "day_first" };
    const { id } = await validated(actor, dated("A", `31/01/${nextYear}`));
    await chooseColumns(actor, id, said, "Claims");
    expect(await finishBatch(actor, id)).toMatchObject({ status: "ready", acceptedCount: 1 });
    const stopped = await validated(actor, dated("B", `01/02/${nextYear}`, `12/31/${nextYear}`));
    expect(stopped).toMatchObject({ status: "awaiting_columns", acceptedCount: 0 });
    expect(stopped.readingNotes).toEqual([expect.stringContaining(`“12/31/${nextYear}” on line 3`)]);
    const { batch } = await received(actor, dated("C", `12/31/${nextYear}`), { auto: { mode: "valid_rows" } });
    expect(await finishBatch(actor, batch.id)).toMatchObject({ status: "rejected", createdCount: 0 });
    expect(await fileErrors(actor, batch.id)).toMatchObject([{ code: "date_form_other" }]);
  });
});

describe("a file without a header", () => {
  const wallet = (name: string) =>
    fileOf(
      `ada@example.com,12.50,USD,${name}-1,Thanks,PAYPAL\njoe@example.com,7.00,USD,${name}-2,,PAYPAL`,
      `${name}.csv`,
    );
  const said: Answers = {
    ...answers,
    headerLine: null,
    roles: ["email", "amount", "currency", "reference", null, null],
    constants: {},
    nameFromAddress: true,
    decimalMark: null,
  };

  it("is asked about each time, says so, and is never remembered", async () => {
    const actor = await admin();
    const { id, status, readingNotes } = await validated(actor, wallet("A"));
    expect({ status, readingNotes }).toEqual({
      status: "awaiting_columns",
      readingNotes: [expect.stringContaining("It has no header")],
    });
    await expect(chooseColumns(actor, id, said, "Wallets")).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("cannot be remembered") as string,
    });
    expect(await listMappings(actor)).toEqual([]);
    await chooseColumns(actor, id, said, null);
    expect(await finishBatch(actor, id)).toMatchObject({ status: "ready", acceptedCount: 2 });
    expect(await validated(actor, wallet("B"))).toMatchObject({ status: "awaiting_columns" });
    const { batch } = await received(actor, wallet("C"), { auto: { mode: "valid_rows" } });
    expect(await finishBatch(actor, batch.id)).toMatchObject({ status: "rejected" });
    expect(await fileErrors(actor, batch.id)).toMatchObject([{ code: "known_without_header" }]);
  });

  it("is read by no mapping that was remembered for such files before, also where its name is given", async () => {
    const actor = await admin();
    const { id } = await validated(actor, wallet("A"));
    await chooseColumns(actor, id, said, null);
    const { columnsRead } = await getBatch(actor, id);
    if (!columnsRead || !("mapping" in columnsRead)) throw new Error("no mapping was kept");
    const { mapping } = columnsRead;
    const { organizationId } = actor;
    const headerSet = "of an earlier version";
    await db
      .insert(columnMappings)
      .values({ organizationId, id: uuidv7(), headerSet, name: "Wallets", mapping, savedAt: new Date() });
    expect(await validated(actor, wallet("B"))).toMatchObject({ status: "awaiting_columns" });
    const named = { auto: { mode: "valid_rows" }, mapping: (await mappingNamed(actor, "Wallets"))! } as const;
    const { batch } = await received(actor, wallet("C"), named);
    expect(await finishBatch(actor, batch.id)).toMatchObject({ status: "rejected", createdCount: 0 });
    expect(await fileErrors(actor, batch.id)).toMatchObject([{ code: "mapping_without_header" }]);
  });
});

it("the columns of a file that was removed meanwhile cannot be chosen", async () => {
  const actor = await admin();
  const { id } = await validated(actor, odd("A", "12,50"));
  const chosen = await holding(async (tx) => {
    await tx.update(batches).set({ fileRemovedAt: new Date() }).where(eq(batches.id, id));
    const refused = expect(chooseColumns(actor, id, answers, null)).rejects.toMatchObject({ code: "conflict" });
    // It has read the file and waits for the row of the batch.
    await untilWaiting();
    return { refused };
  });
  await chosen.refused;
});

it("the press that says the columns writes one row of the batch; the worker deletes what was kept of its rows", async () => {
  const actor = await admin();
  const { id } = await validated(actor, odd("A", "12,50"));
  await choose(actor, id);
  const kept = () =>
    db.$count(reviewRows, and(eq(reviewRows.organizationId, actor.organizationId), eq(reviewRows.batchId, id)));
  expect(await kept()).toBe(1);
  await chooseColumns(actor, id, { ...answers, constants: { currency: "USD" } }, null);
  expect(await kept()).toBe(1);
  expect(await finishBatch(actor, id)).toMatchObject({ status: "ready", acceptedCount: 1 });
  expect(await kept()).toBe(1);
});
