import { eq } from "drizzle-orm";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import type { UserActor } from "@/lib/actor";
import { useDatabase } from "@/tests/support/database";

// Test files share loaded modules. This one loads its own, with the new column in the table before anything else
// reads it, and leaves none of them for the next file.
vi.resetModules();
await import("@/tests/support/memo-column");
const { PayoutFacts } = await import("@/app/(portal)/payouts/[id]/_ui/payout-facts");
const { changeWords } = await import("@/lib/audit/words");
const { batchErrors } = await import("@/lib/batches/error-queries");
const { columnNamed, templateFile } = await import("@/lib/batches/file-format/columns");
const { meaningOf } = await import("@/lib/batches/file-format/meanings");
const { fieldReference } = await import("@/lib/batches/file-format/field-reference");
const { repairRow } = await import("@/lib/batches/repair/repair");
const { payoutOrigins } = await import("@/lib/payouts/queries");
const { reissuePayout } = await import("@/lib/payouts/reissue");
const { payoutTimeline } = await import("@/lib/payouts/timeline");
const { organizationSettings } = await import("@/lib/settings/queries");
const { admin, created, fileOf, header } = await import("@/tests/support/batch-files");
const { exported } = await import("@/tests/support/walk-list");
afterAll(() => vi.resetModules());

useDatabase();

const row = (reference: string, memo: string) =>
  `Ada Byron,${reference.toLowerCase()}@example.com,12.50,USD,${reference},${memo}`;
const fileWith = (...rows: string[]) => fileOf([`${header},Remark`, ...rows].join("\n"));
const at = { now: new Date(), timeZone: "UTC" };

async function payoutOf(actor: UserActor, reference: string) {
  const found = await db.select().from(payouts).where(eq(payouts.organizationId, actor.organizationId));
  return found.find((payout) => payout.reference === reference)!;
}

async function factsOf(actor: UserActor, reference: string) {
  const payout = await payoutOf(actor, reference);
  const origins = await payoutOrigins(actor, payout);
  return renderToStaticMarkup(
    createElement(PayoutFacts, {
      payout,
      origins,
      at,
      settings: await organizationSettings(actor),
      admin: false,
      columns: [],
    }),
  );
}

describe("a column that is added only to the table of columns", () => {
  it("is recognized in the header by name, alias and near miss, and appears in the template and the reference", () => {
    expect([columnNamed("Mémo"), columnNamed("remark"), meaningOf("remrak")?.column]).toEqual(["memo", "memo", "memo"]);
    expect(templateFile().split("\r\n")[0]).toMatch(/,memo$/);
    expect(fieldReference()).toContain("## `memo`\n\nMemo, also called `remark`. Optional, at most 20 characters.");
  });

  it("is read from the file, stored, exported and shown on the payout's page", async () => {
    const actor = await admin();
    const { batch } = await created(actor, fileWith(row("R1", "March rent"), row("R2", "")));
    expect(batch).toMatchObject({ status: "processed", createdCount: 2 });
    const cells = (await exported(actor, {}, at)).map(({ reference, memo }) => [reference, memo]);
    expect(cells.sort()).toEqual([
      ["R1", "March rent"],
      ["R2", ""],
    ]);
    expect(await factsOf(actor, "R1")).toMatch(/>Memo<.*>March rent</);
    expect(await factsOf(actor, "R2")).not.toContain("Memo");
  });

  it("refuses a row that exceeds the table's limits, and takes its value from a repair", async () => {
    const actor = await admin();
    const { batch } = await created(actor, fileWith(row("R1", "x".repeat(21))));
    const [refused] = (await batchErrors(actor, batch.id)).rows;
    expect(refused!.errors).toMatchObject([
      { column: "memo", code: "too_long", message: "Memo has 21 characters; at most 20 fit." },
    ]);
    await repairRow(actor, refused!.id, { ...refused!.values, memo: "April rent" } as never);
    expect((await exported(actor, {}, at)).map(({ memo }) => memo)).toEqual(["April rent"]);
  });

  it("is refused as a verification code when the recipient's page shows it", async () => {
    const actor = await admin();
    const file = fileOf([`${header},memo,verification_code`, `${row("R1", "March rent")},march`].join("\n"));
    const { batch } = await created(actor, file);
    const [refused] = (await batchErrors(actor, batch.id)).rows;
    expect(refused!.errors).toMatchObject([{ code: "verification_code_shown", column: "verification_code" }]);
  });

  it("is copied to a replacement payout unless changed, and the timeline shows the change", async () => {
    const actor = await admin();
    await created(actor, fileWith(row("R1", "March rent"), row("R2", "May rent")));
    const now = new Date();
    await db.update(payouts).set({ status: "expired", expiresAt: now, statusChangedAt: now });
    await reissuePayout(actor, (await payoutOf(actor, "R1")).id);
    const changed = await reissuePayout(actor, (await payoutOf(actor, "R2")).id, {
      failureDetail: "June rent",
    } as never);
    const cells = (await exported(actor, {}, at)).map(({ reference, memo }) => [reference, memo]);
    expect(cells).toContainEqual(["R1-R1", "March rent"]);
    expect(cells).toContainEqual(["R2-R1", "June rent"]);
    const [event] = await payoutTimeline(actor, changed.id);
    expect(changeWords(event!, "UTC")).toMatch(/^Replaces R2; memo was May rent; expires /);
  });
});
