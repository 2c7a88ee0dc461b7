import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { batchErrors } from "@/lib/batches/error-queries";
import { admin, created, file, fileOf, header, row, rowCounts } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { workbook } from "@/tests/support/workbook";

useDatabase();

describe("a batch file", () => {
  it("that turns out to be unreadable, even in its last line, is rejected and creates nothing", async () => {
    const actor = await admin();
    const { batch } = await created(actor, fileOf([header, row("R1"), row("R2", "1,234"), '"never closed'].join("\n")));
    expect(batch).toMatchObject({ status: "rejected", recordCount: 0, acceptedCount: 0, refusedCount: 0, totals: [] });
    const kept = await db.execute(
      sql`select scope, code, line, refused_row_id from ingest_errors where batch_id = ${batch.id}`,
    );
    expect(kept).toEqual([{ scope: "file", code: "unclosed_quote", line: 4, refused_row_id: null }]);
    expect(await rowCounts(actor)).toEqual([1, 0, 0, 2, 0, 1]);
  });

  it("gets a safe name, whatever the browser sends", async () => {
    const { batch } = await created(await admin(), {
      ...file(row("R1")),
      fileName: `C:\\fakepath\\a\u0000\n${"😀".repeat(300)}.csv`,
    });
    expect([...batch.fileName]).toHaveLength(255);
    expect(batch.fileName).toMatch(/^a😀/u);
  });

  it("with characters that the database cannot store is kept, and its row is refused", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R\u0000", "12.50", "ada@example.com", "A\u0000da"), row("R2")));
    expect(batch).toMatchObject({ acceptedCount: 1, refusedCount: 1 });
    expect((await batchErrors(actor, batch.id)).rows[0]?.values).toMatchObject({ recipient_name: "A\ufffdda" });
  });

  it("with such characters in columns that Meridian does not know is accepted, and shows � in their place", async () => {
    const actor = await admin();
    const { batch } = await created(
      actor,
      fileOf([`${header},memo\u0000`, `${row("R1")},x\u0000y`, `${row("R2", "")},x\u0000y`].join("\n")),
    );
    expect(batch).toMatchObject({
      status: "partially_processed",
      acceptedCount: 1,
      refusedCount: 1,
      extraColumns: [{ key: "memo", name: "memo\ufffd" }],
      ignoredColumns: [],
    });
    expect((await batchErrors(actor, batch.id)).rows[0]?.values).toMatchObject({ "memo\ufffd": "x\ufffdy" });
  });

  it.each(["shared", "inline"] as const)(
    "with such characters in %s texts of a workbook is accepted; half a character in a needed cell refuses its row",
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
        extraColumns: [{ key: "memo", name: "memo\ufffd" }],
        ignoredColumns: ["\ufffd"],
      });
      expect((await batchErrors(actor, batch.id)).rows[0]).toMatchObject({
        errors: [{ code: "lost_character", column: "recipient_name", value: "Ada\ufffd" }],
      });
    },
  );

  it("asks what its columns are when such a character hides a repeated column name in the header", async () => {
    const { batch } = await created(
      await admin(),
      fileOf([`${header},memo\u0000,memo\u0000`, `${row("R1")},,`].join("\n")),
    );
    expect(batch).toMatchObject({ status: "awaiting_columns", recordCount: 0 });
  });
});
