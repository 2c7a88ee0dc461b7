import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { columnMappings } from "@/db/schema/column_mappings";
import { events as eventsTable } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { fileErrors } from "@/lib/batches/error-queries";
import type { Answers } from "@/lib/batches/file-format/mapping/roles";
import { readingWords } from "@/lib/batches/ingest/columns";
import { finishBatch } from "@/lib/batches/ingest/work";
import { changeMapping, chooseColumns, deleteMapping } from "@/lib/batches/mapping/mutations";
import { previewColumns } from "@/lib/batches/mapping/preview";
import { getMapping, listMappings, mappingNamed } from "@/lib/batches/mapping/queries";
import { columnTable, firstRowsOf } from "@/lib/batches/mapping/table";
import { decideBatch } from "@/lib/batches/mutations";
import { getBatch } from "@/lib/batches/queries";
import { admin, fileOf, received, validated } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { answers, choose, odd } from "@/tests/support/odd-columns";

useDatabase();

const accepted = (actor: Actor) =>
  db
    .select({ name: payouts.recipientName, amountMinor: payouts.amountMinor, currency: payouts.currency })
    .from(payouts)
    .where(eq(payouts.organizationId, actor.organizationId))
    .orderBy(payouts.line);

describe("a file whose columns are not ours", () => {
  it("waits until an admin says what they are, and is then read, reviewed and created like any other", async () => {
    const actor = await admin();
    const { id, status, recordCount } = await validated(actor, odd("A", "1.234,56", "12,50"));
    expect({ status, recordCount }).toEqual({ status: "awaiting_columns", recordCount: 0 });
    expect(await fileErrors(actor, id)).toEqual([]);

    const table = columnTable(await firstRowsOf(actor, id))!;
    expect(table.head.line).toBe(2);
    expect(table.answers.roles).toEqual(["last_name", "first_name", "email", null, null]);

    const checked = await choose(actor, id);
    expect(checked).toMatchObject({ status: "ready", acceptedCount: 2, refusedCount: 0 });
    expect(readingWords(checked).join(" ")).toContain("Recipient name: “Forename” and “Surname”; Email: “Post to”;");
    expect(readingWords(checked).join(" ")).toContain("1.234,56 means 1234.56");
    await decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true });
    expect(await finishBatch(actor, id)).toMatchObject({ status: "processed", createdCount: 2 });
    expect(await accepted(actor)).toEqual([
      { name: "Ada Byron", amountMinor: 123456n, currency: "EUR" },
      { name: "Ada Byron", amountMinor: 1250n, currency: "EUR" },
    ]);
    await expect(chooseColumns(actor, id, answers, null)).rejects.toMatchObject({ code: "conflict" });
  });

  it("shows before it is read what its rows would become, and what is not said yet", async () => {
    const actor = await admin();
    const { id } = await validated(actor, odd("A", "12,50", "a dozen"));
    const preview = await previewColumns(actor, id, answers);
    expect(preview).toMatchObject({
      judged: 2,
      refused: 1,
      rows: [
        { line: 3, values: { recipient_name: "Ada Byron", amount: "12.50", currency: "EUR" }, faults: [] },
        { line: 4, faults: [expect.stringContaining("a dozen")] },
      ],
    });
    expect(await previewColumns(actor, id, { ...answers, decimalMark: null })).toEqual({
      problems: [expect.stringContaining("12,50")],
    });
    await expect(chooseColumns(actor, id, { ...answers, constants: {} }, null)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("currency") as string,
    });
    expect(await getBatch(actor, id)).toMatchObject({ status: "awaiting_columns" });
  });

  it("says of a column that is not kept why, beside what was taken from where", async () => {
    const actor = await admin();
    const text = "Who;Post to;Sum;Case;Password;IBAN\nAda Byron;ada@example.com;12.50;A-1;x;DE89370400440532013000";
    const { id } = await validated(actor, fileOf(text));
    const roles = ["recipient_name", "email", "amount", "reference", null, null] as const;
    const checked = await choose(actor, id, { headerLine: 1, roles: [...roles], decimalMark: null });
    expect(checked).toMatchObject({ status: "ready", extraColumns: [], ignoredColumns: ["Password", "IBAN"] });
    expect(checked.readingNotes).toEqual([
      expect.stringContaining("The column Password was not kept"),
      expect.stringContaining("The column IBAN was not kept"),
    ]);
  });

  it("is read differently while nothing was created, and not afterwards", async () => {
    const actor = await admin();
    const { id } = await validated(actor, odd("A", "1.234", "2.500"));
    expect((await choose(actor, id)).totals).toEqual([{ currency: "EUR", amountMinor: "373400", count: 2 }]);
    const again = await choose(actor, id, { decimalMark: ".", constants: { currency: "KWD" } });
    expect(again).toMatchObject({ status: "ready", totals: [{ currency: "KWD", amountMinor: "3734", count: 2 }] });
  });

  it("is refused as before where no column has addresses, or where it came without a review", async () => {
    const actor = await admin();
    const without = fileOf("who;where;sum\nAda;London;12,50");
    expect(await validated(actor, without)).toMatchObject({ status: "rejected" });
    const { batch } = await received(actor, odd("A", "12,50"), { auto: { mode: "valid_rows" } });
    expect(await finishBatch(actor, batch.id)).toMatchObject({ status: "rejected" });
    // A person may help it even so, and reviews it then.
    expect(await choose(actor, batch.id)).toMatchObject({ status: "ready", acceptedCount: 1 });
  });

  it("is helped by admins of its organization alone", async () => {
    const actor = await admin();
    const { id } = await validated(actor, odd("A", "12,50"));
    const stranger = await admin();
    const viewer = (await createUser(await createOrganization(), { role: "viewer" })).actor;
    for (const ask of [chooseColumns, previewColumns] as const) {
      await expect(ask(stranger, id, answers, null)).rejects.toMatchObject({ code: "not_found" });
      await expect(ask(viewer, id, answers, null)).rejects.toMatchObject({ code: "forbidden" });
    }
  });
});

describe("a remembered mapping", () => {
  it("reads the next file with these columns at once, also without a review, and no other file", async () => {
    const actor = await admin();
    const { id } = await validated(actor, odd("A", "12,50"));
    await choose(actor, id, {}, "Claims");
    expect(await validated(actor, odd("B", "99,00"))).toMatchObject({
      status: "ready",
      acceptedCount: 1,
      columnsRead: { how: "remembered", name: "Claims" },
    });
    const { batch } = await received(actor, odd("C", "7,00"), { auto: { mode: "valid_rows" } });
    expect(await finishBatch(actor, batch.id)).toMatchObject({ status: "processed", createdCount: 1 });
    const other = fileOf("Surname;Forename;Post to;How much\nByron;Ada;ada@example.com;12,50");
    expect(await validated(actor, other)).toMatchObject({ status: "awaiting_columns" });
  });

  it("stops a file with an amount that only the other mark can read, and asks again", async () => {
    const actor = await admin();
    const { id } = await validated(actor, odd("A", "12,50"));
    await choose(actor, id, {}, "Claims");
    const second = odd("B", "12,50", "99.00");
    const stopped = await validated(actor, second);
    expect(stopped).toMatchObject({ status: "awaiting_columns", recordCount: 0, acceptedCount: 0 });
    expect(stopped.readingNotes).toEqual([expect.stringContaining("99.00")]);
    const { batch } = await received(actor, odd("C", "1.00"), { auto: { mode: "valid_rows" } });
    expect(await finishBatch(actor, batch.id)).toMatchObject({ status: "rejected", createdCount: 0 });
    expect(await fileErrors(actor, batch.id)).toMatchObject([{ code: "decimal_mark_other" }]);
  });

  it("that is changed or deleted later leaves batches as they were read", async () => {
    const actor = await admin();
    const { id } = await validated(actor, odd("A", "1.234"));
    await choose(actor, id, {}, "Claims");
    const second = await validated(actor, odd("B", "1.234"));
    const { id: third } = await validated(actor, odd("C", "1.234"));
    await choose(actor, third, { constants: { currency: "USD" } }, "Claims in dollars");
    expect((await listMappings(actor)).map(({ name }) => name)).toEqual(["Claims in dollars"]);
    expect((await validated(actor, odd("D", "1.234"))).totals).toMatchObject([{ currency: "USD" }]);
    const mappingId = (await listMappings(actor))[0]!.id;
    const change = { name: "Dinars", answers: { ...answers, constants: { currency: "KWD" } } };
    const { savedAt } = await getMapping(actor, mappingId);
    expect(await changeMapping(actor, mappingId, { ...change, savedAt })).toBe("Dinars");
    expect((await validated(actor, odd("E", "1.234"))).totals).toMatchObject([{ currency: "KWD" }]);
    expect(await deleteMapping(actor, mappingId)).toBe("Dinars");
    await expect(deleteMapping(actor, mappingId)).rejects.toMatchObject({ code: "not_found" });
    await decideBatch(actor, second.id, "valid_rows", { acknowledgedDuplicates: true });
    await finishBatch(actor, second.id);
    expect(await accepted(actor)).toEqual([{ name: "Ada Byron", amountMinor: 123400n, currency: "EUR" }]);
  });

  it("is changed by one of two admins who saw it at once; the other is told, and answers that make no mapping are refused", async () => {
    const actor = await admin();
    const { id } = await validated(actor, odd("A", "12,50"));
    await choose(actor, id, {}, "Claims");
    const mappingId = (await listMappings(actor))[0]!.id;
    const { savedAt } = await getMapping(actor, mappingId);
    const change = (name: string, more: Partial<Answers> = {}) =>
      changeMapping(actor, mappingId, { name, savedAt, answers: { ...answers, ...more } });
    await expect(change("No amount", { roles: [null, null, null, null, null] })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("No column is the amount") as string,
    });
    await expect(change("Too few", { roles: ["email"] })).rejects.toMatchObject({ code: "invalid" });
    const told = await Promise.allSettled([change("One"), change("Two")]);
    expect(told.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(told.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
    const kept = await getMapping(actor, mappingId);
    expect(kept.mapping.header.names).toEqual(["Surname", "Forename", "Post to", "How much", "Case"]);
    const events = await db.$count(
      eventsTable,
      and(eq(eventsTable.organizationId, actor.organizationId), eq(eventsTable.name, "mapping.changed")),
    );
    expect(events).toBe(1);
    await expect(changeMapping(await admin(), mappingId, { name: "Mine", savedAt, answers })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(getMapping(await admin(), mappingId)).rejects.toMatchObject({ code: "not_found" });
  });

  it("has a name of its own; two admins who remember the same columns at once keep one", async () => {
    const actor = await admin();
    const one = await validated(actor, odd("A", "12,50"));
    const two = await validated(actor, odd("B", "12,50"));
    await Promise.all([one, two].map(({ id }, index) => chooseColumns(actor, id, answers, `Claims ${index}`)));
    expect(await listMappings(actor)).toHaveLength(1);
    const [kept] = await listMappings(actor);
    const other = fileOf("Surname;Forename;Mail;How much;Case\nByron;Ada;ada@example.com;12,50;C-1");
    const { id } = await validated(actor, other);
    await expect(
      chooseColumns(actor, id, { ...answers, headerLine: 1 }, kept!.name.toUpperCase()),
    ).rejects.toMatchObject({
      code: "invalid",
      field: "name",
    });
    expect(await getBatch(actor, id)).toMatchObject({ status: "awaiting_columns" });
  });

  it("is named to the command, which refuses a file with other columns, and reads one again that was refused", async () => {
    const actor = await admin();
    const first = odd("A", "12,50");
    const { batch } = await received(actor, first, { auto: { mode: "valid_rows" } });
    await finishBatch(actor, batch.id);
    const { id } = await validated(actor, odd("B", "12,50"));
    await choose(actor, id, {}, "Claims");
    const mapping = (await mappingNamed(actor, "CLAIMS"))!;
    const again = await received(actor, first, { auto: { mode: "valid_rows" }, mapping });
    expect(await finishBatch(actor, again.batch.id)).toMatchObject({ status: "processed", createdCount: 1 });
    const other = await received(actor, fileOf("a,b\nada@example.com,1"), { auto: { mode: "valid_rows" }, mapping });
    await finishBatch(actor, other.batch.id);
    expect(await fileErrors(actor, other.batch.id)).toMatchObject([{ code: "mapping_other_columns" }]);
    // Its own columns are shown, with a guess for each, and nothing of the mapping that does not fit.
    const shown = await firstRowsOf(actor, other.batch.id);
    expect(shown.before).toBeNull();
    expect(columnTable(shown)!.answers).toMatchObject({ headerLine: 1, roles: ["email", null], constants: {} });
    expect(await db.$count(columnMappings, eq(columnMappings.organizationId, actor.organizationId))).toBe(1);
  });
});
