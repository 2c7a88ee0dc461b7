import { asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { extraColumns } from "@/db/schema/extra_columns";
import { payouts } from "@/db/schema/payouts";
import { refusedRows } from "@/db/schema/refused_rows";
import { firstRecipients } from "@/lib/batches/ingest/review-rows";
import { finishBatch } from "@/lib/batches/ingest/work";
import { repairAll, repairRow } from "@/lib/batches/repair/repair";
import type { Actor } from "@/lib/actor";
import { cancelPayout } from "@/lib/payouts/mutations";
import { reissuePayout } from "@/lib/payouts/reissue";
import { admin, created, file, fileOf, header, received, row, validated } from "@/tests/support/batch-files";
import { correct, downloaded } from "@/tests/support/correction-files";
import { useDatabase } from "@/tests/support/database";
import { exported } from "@/tests/support/walk-list";

useDatabase();

const at = () => ({ now: new Date(), timeZone: "UTC" });
const withColumns = (names: string, ...rows: [row: string, cells: string][]) =>
  fileOf([`${header},${names}`, ...rows.map(([line, cells]) => `${line},${cells}`)].join("\n"));
const keptBy = async (actor: Actor) =>
  Object.fromEntries(
    (
      await db
        .select({ reference: payouts.reference, extra: payouts.extra })
        .from(payouts)
        .where(eq(payouts.organizationId, actor.organizationId))
    ).map(({ reference, extra }) => [reference, extra]),
  );
const columnsOf = async (actor: Actor) =>
  (
    await db
      .select()
      .from(extraColumns)
      .where(eq(extraColumns.organizationId, actor.organizationId))
      .orderBy(asc(extraColumns.position))
  ).map(({ key, name }) => [key, name]);

describe("columns that Meridian does not know", () => {
  it("are kept with each payout as they are written, and the first file enters their names", async () => {
    const actor = await admin();
    await created(
      actor,
      withColumns(
        "Claim Number,Département,Phone",
        [row("R1"), "4711,  Été ,+1 555"],
        [row("R2"), "00012,,"],
        [row("R3"), ",,"],
      ),
    );
    expect(await keptBy(actor)).toEqual({
      R1: { claim_number: "4711", departement: "Été", phone: "+1 555" },
      R2: { claim_number: "00012" },
      R3: null,
    });
    expect(await columnsOf(actor)).toEqual([
      ["claim_number", "Claim Number"],
      ["departement", "Département"],
      ["phone", "Phone"],
    ]);
    await created(actor, withColumns("claim-number", [row("R4"), "5"]));
    expect((await keptBy(actor)).R4).toEqual({ claim_number: "5" });
    expect(await columnsOf(actor)).toHaveLength(3);
  });

  it("never refuse a row: line breaks become spaces, what nobody sees is gone, and a long text is cut", async () => {
    const actor = await admin();
    const long = "x".repeat(300);
    const { batch } = await created(
      actor,
      withColumns(
        "Memo,Other,Sum,Third",
        [row("R1"), `"two\nlines",a\u200bb,'=1+1,${long}`],
        [row("R2"), `\u200b,#REF!,=1+1,`],
      ),
    );
    expect(batch).toMatchObject({ status: "processed", refusedCount: 0 });
    const kept = await keptBy(actor);
    expect(kept.R1).toEqual({ memo: "two lines", other: "ab", sum: "=1+1", third: `${"x".repeat(199)}…` });
    expect(kept.R2).toEqual({ other: "#REF!", sum: "=1+1" });
  });

  it("are ten at most; others, names without a letter, and names of Meridian's own files are named as not read", async () => {
    const actor = await admin();
    const names = Array.from({ length: 11 }, (_, index) => `Column ${index + 1}`);
    const batch = await validated(
      actor,
      withColumns(`${names.join(",")},---,status,Error code`, [row("R1"), `${names.map(() => "v").join(",")},-,s,e`]),
    );
    expect(batch.extraColumns.map(({ name }) => name)).toEqual(names.slice(0, 10));
    expect(batch.ignoredColumns).toEqual(["Column 11", "---", "status", "Error code"]);
    await created(actor, withColumns("x,X ,x_2", [row("R2"), "1,2,3"]));
    expect((await keptBy(actor)).R2).toEqual({ x: "1", x_2: "2", x_2_2: "3" });
  });

  it("of two files at once enter each name once", async () => {
    const actor = await admin();
    const files = Array.from({ length: 4 }, (_, index) =>
      withColumns(`Claim,Own ${index}`, [row(`R${index}`), `${index},o`]),
    );
    const batches = await Promise.all(files.map((one) => received(actor, one)));
    await Promise.all(batches.map(({ batch }) => finishBatch(actor, batch.id)));
    const columns = await columnsOf(actor);
    expect(columns.map(([key]) => key).sort()).toEqual(["claim", "own_0", "own_1", "own_2", "own_3"]);
  });

  it("stop at two hundred in one organization; further ones are named as not read", async () => {
    const actor = await admin();
    for (let file = 0; file < 20; file++) {
      const names = Array.from({ length: 10 }, (_, index) => `N ${file} ${index}`);
      await validated(actor, withColumns(names.join(","), [row(`R${file}`), names.map(() => "1").join(",")]));
    }
    const { batch } = await created(actor, withColumns("N 0 0,New", [row("LAST"), "a,b"]));
    expect(batch).toMatchObject({ extraColumns: [{ key: "n_0_0", name: "N 0 0" }], ignoredColumns: ["New"] });
    expect((await keptBy(actor)).LAST).toEqual({ n_0_0: "a" });
  });

  it("cost a file without them nothing: it enters no name and keeps nothing", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R1")));
    expect(batch.extraColumns).toEqual([]);
    expect(await keptBy(actor)).toEqual({ R1: null });
    expect(await db.$count(extraColumns)).toBe(0);
  });

  it("are shown in the review of the file", async () => {
    const actor = await admin();
    const batch = await validated(actor, withColumns("Claim", [row("R1"), "4711"]));
    expect(await firstRecipients(actor, batch.id)).toMatchObject([{ extra: { claim: "4711" } }]);
  });
});

describe("a refused row", () => {
  const faulty = () => withColumns("Claim,Phone", [row("R1"), "1,2"], [row("B1", "1,50"), "4711,555"]);

  it("keeps them when it is repaired", async () => {
    const actor = await admin();
    const { batch } = await created(actor, faulty());
    const [line] = await downloaded(actor, batch.id);
    await correct(actor, batch.id, [{ ...line!, amount: "1.50" }]);
    expect((await keptBy(actor)).B1).toEqual({ claim: "4711", phone: "555" });
  });

  it("has those that a correction file gives anew, and keeps those that it leaves out", async () => {
    const actor = await admin();
    const { batch } = await created(actor, faulty());
    const [{ Phone: _, ...line }] = (await downloaded(actor, batch.id)) as [Record<string, string>];
    await correct(actor, batch.id, [{ ...line, amount: "1.50", Claim: "4712" }]);
    expect((await keptBy(actor)).B1).toEqual({ claim: "4712", phone: "555" });
  });

  it("keeps them when it is repaired in the form, and when all rows are tried again", async () => {
    const actor = await admin();
    const { batch } = await created(actor, faulty());
    const [refused] = await db.select().from(refusedRows).where(eq(refusedRows.batchId, batch.id));
    await repairRow(actor, refused!.id, { ...refused!.values, amount: "1.50" });
    expect((await keptBy(actor)).B1).toEqual({ claim: "4711", phone: "555" });
    expect(await repairAll(actor, batch.id)).toMatchObject({ created: 0 });
  });
});

describe("the form of a refused row", () => {
  it("gives them anew, cleaned as those of a file, and leaves what it does not have and what the batch does not keep", async () => {
    const actor = await admin();
    const { batch } = await created(
      actor,
      withColumns("Claim,Phone,IBAN", [row("R1"), "1,2,3"], [row("B1", "1,50"), "4711,555,DE89370400440532013000"]),
    );
    const [refused] = await db.select().from(refusedRows).where(eq(refusedRows.batchId, batch.id));
    const values = { ...refused!.values, amount: "1.50" };
    const given = { Claim: " 47\n12 ", IBAN: "DE89370400440532013000", Other: "x" };
    expect(await repairRow(actor, refused!.id, values, false, given)).toHaveProperty("payout");
    expect((await keptBy(actor)).B1).toEqual({ claim: "47 12", phone: "555" });
  });
});

describe("a payout that replaces another", () => {
  it("has the same extra columns", async () => {
    const actor = await admin();
    await created(actor, withColumns("Claim", [row("R1"), "4711"]));
    const [old] = await db.select().from(payouts);
    await cancelPayout(actor, old!.id, "Wrong account");
    expect(await reissuePayout(actor, old!.id)).toMatchObject({ reference: "R1-R1", extra: { claim: "4711" } });
  });
});

describe("the export", () => {
  it("has each extra column under its name as it was written, safe for a spreadsheet", async () => {
    const actor = await admin();
    await created(actor, withColumns("Claim Number,Phone", [row("R1"), "4711,+1 555"]));
    await created(actor, file(row("R2")));
    const rows = await exported(actor, {}, at());
    expect(rows.map((one) => [one.reference, one["Claim Number"], one.Phone])).toEqual([
      ["R1", "4711", "'+1 555"],
      ["R2", "", ""],
    ]);
  });
});
