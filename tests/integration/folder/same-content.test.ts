import { asc, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { payouts } from "@/db/schema/payouts";
import { lookIntoFolders } from "@/lib/batches/folder/look";
import { finishBatch } from "@/lib/batches/ingest/work";
import { received, validated } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser, type Organization } from "@/tests/support/factories";
import { fileOf, looksUntil, row, useImportFolder } from "@/tests/support/import-folder";

useDatabase();
const folder = useImportFolder();

const payoutsOf = ({ id }: Organization) =>
  db.select().from(payouts).where(eq(payouts.organizationId, id)).orderBy(asc(payouts.line));

describe("a file in an organization's folder", () => {
  it("with the content of an earlier file creates nothing, and its response says so", async () => {
    const organization = await createOrganization();
    await folder.drop(organization.slug, "monday.csv", fileOf(row("R1")));
    await looksUntil(() => folder.names(organization.slug, "done")).toHaveLength(2);
    await folder.drop(organization.slug, "monday.csv", fileOf(row("R1")));
    await looksUntil(() => folder.names(organization.slug, "done")).toEqual([
      "monday-2.csv",
      "monday-2.csv.result.csv",
      "monday.csv",
      "monday.csv.result.csv",
    ]);
    const [batch] = await db.select().from(batches);
    const answer = await folder.answer(organization.slug, "done", "monday-2.csv.result.csv");
    expect(answer).toMatchObject([
      { line: "", result: "already_imported", error_message: expect.stringContaining(batch!.id) },
    ]);
    expect(await folder.answer(organization.slug, "done", "monday.csv.result.csv")).toMatchObject([
      { result: "created" },
    ]);
    expect(await payoutsOf(organization)).toHaveLength(1);
  });

  it("with the content of a batch that waits for a decision moves to refused/ with a response that says so", async () => {
    const organization = await createOrganization();
    const { id } = await validated((await createUser(organization)).actor, {
      fileName: "portal.csv",
      content: Buffer.from(fileOf(row("R1"))),
    });
    await folder.drop(organization.slug, "monday.csv", fileOf(row("R1")));
    await looksUntil(() => folder.names(organization.slug, "refused")).toEqual(["monday.csv", "monday.csv.result.csv"]);
    expect(await folder.answer(organization.slug, "refused", "monday.csv.result.csv")).toMatchObject([
      { line: "", result: "waits_for_decision", error_message: expect.stringContaining(id) },
    ]);
    expect([await folder.names(organization.slug, "done"), await payoutsOf(organization)]).toEqual([[], []]);
  });

  it("with the content of a batch in progress gets its response once that batch has ended, with any result", async () => {
    const organization = await createOrganization();
    const { actor } = await createUser(organization);
    const content = Buffer.from(fileOf(row("R1")));
    // No worker processes it while the folder is checked.
    const { batch } = await received(actor, { fileName: "dry.csv", content }, { dryRun: true });
    await folder.drop(organization.slug, "monday.csv", content);
    const look = async () => (await lookIntoFolders("test"), folder.names(organization.slug, "working"));
    await expect.poll(look, { timeout: 20_000, interval: 50 }).toHaveLength(1);
    for (let looks = 0; looks < 3; looks++) await look();
    expect([await folder.names(organization.slug, "done"), await folder.names(organization.slug, "refused")]).toEqual([
      [],
      [],
    ]);
    expect(await finishBatch(actor, batch.id)).toMatchObject({
      status: "discarded",
      acceptedCount: 1,
      createdCount: 0,
    });
    await looksUntil(() => folder.names(organization.slug, "done")).toEqual(["monday.csv", "monday.csv.result.csv"]);
    expect(await folder.answer(organization.slug, "done", "monday.csv.result.csv")).toMatchObject([
      { line: "2", result: "created" },
    ]);
  });

  it("with the content of a batch in progress stores nothing while it waits", async () => {
    const organization = await createOrganization();
    const { actor } = await createUser(organization);
    const content = Buffer.from(fileOf(row("R1")));
    const { batch } = await received(actor, { fileName: "first.csv", content }, { auto: { mode: "valid_rows" } });
    await db.execute(
      sql.raw(
        "create function refuse_pieces() returns trigger language plpgsql as 'begin raise exception ''stored''; end'",
      ),
    );
    await db.execute(
      sql.raw("create trigger refuse_pieces before insert on batch_file_chunks execute function refuse_pieces()"),
    );
    try {
      await folder.drop(organization.slug, "monday.csv", content);
      const look = async () => (await lookIntoFolders("test"), folder.names(organization.slug, "working"));
      await expect.poll(look, { timeout: 20_000, interval: 50 }).toHaveLength(1);
      const place = await look();
      for (let looks = 0; looks < 5; looks++) expect(await look()).toEqual(place);
      expect(await finishBatch(actor, batch.id)).toMatchObject({ status: "processed" });
      await looksUntil(() => folder.names(organization.slug, "done")).toEqual(["monday.csv", "monday.csv.result.csv"]);
    } finally {
      await db.execute(sql.raw("drop function refuse_pieces cascade"));
    }
    expect(await folder.answer(organization.slug, "done", "monday.csv.result.csv")).toMatchObject([
      { result: "already_imported", error_message: expect.stringContaining(batch.id) },
    ]);
  });
});
