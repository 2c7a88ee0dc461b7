// First, so that everything below reads the table with the new column in it.
import "@/tests/support/memo-column";
import { eq } from "drizzle-orm";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { PayoutFacts } from "@/app/(portal)/payouts/[id]/_ui/payout-facts";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import type { UserActor } from "@/lib/actor";
import { changeWords } from "@/lib/audit/words";
import { batchErrors } from "@/lib/batches/error-queries";
import { columnMeant, columnNamed, templateFile } from "@/lib/batches/file-format/columns";
import { fieldReference } from "@/lib/batches/file-format/field-reference";
import { repairRow } from "@/lib/batches/repair/repair";
import { payoutOrigins } from "@/lib/payouts/queries";
import { reissuePayout } from "@/lib/payouts/reissue";
import { payoutTimeline } from "@/lib/payouts/timeline";
import { organizationSettings } from "@/lib/settings/queries";
import { admin, created, fileOf, header } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { exported } from "@/tests/support/walk-list";

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
    createElement(PayoutFacts, { payout, origins, at, settings: await organizationSettings(actor) }),
  );
}

describe("a column that is added to the table of columns and to nothing else", () => {
  it("is known in the header by its name, its alias and a near miss, and is told in template and reference", () => {
    expect([columnNamed("Memo"), columnNamed("remark"), columnMeant("mémo")]).toEqual(["memo", "memo", "memo"]);
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

  it("refuses a row by the limits that the table gives it, and takes its value from a repair", async () => {
    const actor = await admin();
    const { batch } = await created(actor, fileWith(row("R1", "x".repeat(21))));
    const [refused] = (await batchErrors(actor, batch.id)).rows;
    expect(refused!.errors).toMatchObject([
      { column: "memo", code: "too_long", message: "Memo has 21 characters; at most 20 fit." },
    ]);
    await repairRow(actor, refused!.id, { ...refused!.values, memo: "April rent" } as never);
    expect((await exported(actor, {}, at)).map(({ memo }) => memo)).toEqual(["April rent"]);
  });

  it("can be no proof where the recipient is shown it", async () => {
    const actor = await admin();
    const file = fileOf([`${header},memo,verification_code`, `${row("R1", "March rent")},march`].join("\n"));
    const { batch } = await created(actor, file);
    const [refused] = (await batchErrors(actor, batch.id)).rows;
    expect(refused!.errors).toMatchObject([{ code: "verification_code_shown", column: "verification_code" }]);
  });

  it("is taken over by a new payout that replaces this one, unless it is changed, which the timeline tells", async () => {
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
