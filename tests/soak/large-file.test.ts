import { expect, it } from "vitest";
import { admin, created, file, row } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { takesReferences } from "@/tests/support/taken-references";

useDatabase();

it("a file of 50,000 rows, a tenth of them bad, is processed in reasonable time", async () => {
  const actor = await admin();
  const rows = Array.from({ length: 50_000 }, (_, index) =>
    row(`R${index}`, index % 10 ? "12.50" : "12:50", `ada${index}@example.com`),
  );
  expect((await created(actor, file(...rows))).batch).toMatchObject({ createdCount: 45_000, refusedCount: 5_000 });
}, 120_000);

it("an all-or-nothing batch counts and lists every row whose reference was taken, and no others", async () => {
  await takesReferences({ rows: 18_000, taken: 11_001 });
}, 120_000);
