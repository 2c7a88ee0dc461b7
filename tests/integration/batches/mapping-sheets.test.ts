import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { finishBatch } from "@/lib/batches/ingest/work";
import { previewColumns } from "@/lib/batches/mapping/preview";
import { chooseSheet } from "@/lib/batches/mapping/sheets";
import { firstRowsOf } from "@/lib/batches/mapping/table";
import { getBatch } from "@/lib/batches/queries";
import { admin, received, validated } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { workbook } from "@/tests/support/workbook";

useDatabase();

const inline = (cells: string[]) => cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join("");
const sheetXml = (...rows: string[][]) => rows.map((cells) => `<row>${inline(cells)}</row>`).join("");
const own = sheetXml(
  ["recipient_name", "email", "amount", "currency", "reference"],
  ["Ada Byron", "ada@example.com", "12.50", "EUR", "C-1"],
);
const cover = [["Prepared for"], ["ada@example.com"]];
const book = (first: string[][] = cover) => ({
  fileName: "claims.xlsx",
  content: new Uint8Array(
    workbook(first, { name: "Cover", others: { Claims: own, Empty: "", Notes: sheetXml(["x"]) } }),
  ),
});

test("the page says which sheet of a workbook is read and which others hold anything; another one is read in its place", async () => {
  const actor = await admin();
  const { id, status } = await validated(actor, book());
  expect(status).toBe("awaiting_columns");
  expect((await firstRowsOf(actor, id)).excerpt.sheets).toEqual({ read: "Cover", others: ["Claims", "Notes"] });
  await chooseSheet(actor, id, "Claims");
  await chooseSheet(actor, id, "Claims");
  const checked = await finishBatch(actor, id);
  expect(checked).toMatchObject({
    status: "ready",
    sheet: "Claims",
    acceptedCount: 1,
    columnsRead: { how: "own_names" },
  });
  expect((await firstRowsOf(actor, id)).excerpt.sheets).toEqual({ read: "Claims", others: ["Cover", "Notes"] });
  const chosen = await db.select().from(events).where(eq(events.name, "batch.sheet_chosen"));
  expect(chosen.map(({ data }) => data)).toEqual([{ sheet: "Claims" }]);
  // It is the batch that an upload of this sheet finds, and the first sheet can be uploaded again.
  const again = await received(actor, book(), { sheet: "Claims" });
  expect(again).toMatchObject({ batch: { id }, alreadyThere: true });
});

test("a sheet is read in one batch alone, exists and has something in it, and is chosen by admins of the organization", async () => {
  const actor = await admin();
  const { id } = await validated(actor, book());
  await received(actor, book(), { sheet: "Claims" });
  await expect(chooseSheet(actor, id, "Claims")).rejects.toMatchObject({ code: "conflict" });
  for (const name of ["Empty", "No such sheet", "claims "])
    await expect(chooseSheet(actor, id, name)).rejects.toMatchObject({ code: "invalid" });
  await expect(chooseSheet(await admin(), id, "Notes")).rejects.toMatchObject({ code: "not_found" });
  const viewer = (await createUser(await createOrganization(), { role: "viewer" })).actor;
  await expect(chooseSheet(viewer, id, "Notes")).rejects.toMatchObject({ code: "forbidden" });
  expect(await getBatch(actor, id)).toMatchObject({ status: "awaiting_columns", sheet: null });
});

test("a workbook whose first sheet is empty is rejected, and another sheet is read all the same", async () => {
  const actor = await admin();
  const { id, status } = await validated(actor, book([]));
  expect(status).toBe("rejected");
  const first = await firstRowsOf(actor, id);
  expect([first.records, first.excerpt.sheets?.others]).toEqual([[], ["Claims", "Notes"]]);
  await chooseSheet(actor, id, "Claims");
  expect(await finishBatch(actor, id)).toMatchObject({ status: "ready", acceptedCount: 1, refusedCount: 0 });
});

test("the preview says how many of the first rows are hidden, which the review asks about", async () => {
  const actor = await admin();
  const rows = ["1", "2", "3"].map((one) => [`Ada ${one}`, `a${one}@example.com`, "12.50", `C-${one}`]);
  const content = new Uint8Array(workbook([["Who is it", "Mail to", "Sum of it", "Case"], ...rows], { hidden: [3] }));
  const { id } = await validated(actor, { fileName: "hidden.xlsx", content });
  const answers = {
    headerLine: 1,
    roles: ["recipient_name" as const, "email" as const, "amount" as const, "reference" as const],
    constants: { currency: "EUR" },
    ...{ nameFromAddress: false, keepsChosen: false, decimalMark: null, dateForm: null },
  };
  expect(await previewColumns(actor, id, answers)).toMatchObject({ judged: 3, refused: 0, hidden: 1 });
});
