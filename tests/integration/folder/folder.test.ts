import { execFileSync } from "node:child_process";
import { appendFile, mkdir, rename, symlink, writeFile } from "node:fs/promises";
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
import { fileOf, lookOnce, looksUntil, row, useImportFolder } from "@/tests/support/import-folder";

useDatabase();
const folder = useImportFolder();

const payoutsOf = ({ id }: Organization) =>
  db.select().from(payouts).where(eq(payouts.organizationId, id)).orderBy(asc(payouts.line));

describe("a file in an organization's folder", () => {
  it("becomes payouts, moves to done/, and gets a response that says of every row what became of it", async () => {
    const organization = await createOrganization();
    await folder.drop(
      organization.slug,
      "payouts.csv",
      fileOf(row("R1"), row("R2", "1;5"), "short", row("R3"), row("R1")),
    );
    await looksUntil(() => folder.names(organization.slug, "done")).toEqual(["payouts.csv", "payouts.csv.result.csv"]);
    const [first, third] = await payoutsOf(organization);
    expect(await folder.answer(organization.slug, "done", "payouts.csv.result.csv")).toEqual([
      {
        line: "2",
        reference: "R1",
        result: "created",
        payout_id: first!.id,
        error_code: "",
        error_message: "",
        repeats: "",
      },
      {
        line: "3",
        reference: "R2",
        result: "refused",
        payout_id: "",
        error_code: expect.stringContaining("amount"),
        error_message: expect.stringContaining("1;5"),
        repeats: "",
      },
      {
        line: "4",
        reference: "",
        result: "refused",
        payout_id: "",
        error_code: "too_few_cells",
        error_message: expect.stringContaining("1 cell"),
        repeats: "",
      },
      {
        line: "5",
        reference: "R3",
        result: "created",
        payout_id: third!.id,
        error_code: "",
        error_message: "",
        repeats: "",
      },
      {
        line: "6",
        reference: "R1",
        result: "refused",
        payout_id: "",
        error_code: "reference_repeated",
        error_message: expect.stringContaining("Line 2"),
        repeats: "",
      },
    ]);
    expect(await folder.names(organization.slug)).toEqual(["done", "working"]);
    expect(await folder.names(organization.slug, "working")).toEqual([]);
  });

  it("is left alone while it is being written, and while its name says so", async () => {
    const { slug } = await createOrganization();
    await folder.drop(slug, "growing.csv", fileOf(row("G0")));
    for (const name of [".hidden.csv", "a.csv.part", "b.csv.TMP", "c.filepart"])
      await folder.drop(slug, name, fileOf(row(name[0]!)));
    await folder.drop(slug, "complete.csv", fileOf(row("C1")));
    let written = 0;
    const look = async () => {
      await appendFile(folder.at(slug, "growing.csv"), `\n${row(`G${++written}`)}`);
      return folder.names(slug, "done");
    };
    await looksUntil(look).toContain("complete.csv.result.csv");
    expect(await folder.names(slug)).toEqual([
      ".hidden.csv",
      "a.csv.part",
      "b.csv.TMP",
      "c.filepart",
      "done",
      "growing.csv",
      "working",
    ]);
    await rename(folder.at(slug, "a.csv.part"), folder.at(slug, "a.csv"));
    await looksUntil(() => folder.names(slug, "done")).toEqual([
      "a.csv",
      "a.csv.result.csv",
      "complete.csv",
      "complete.csv.result.csv",
      "growing.csv",
      "growing.csv.result.csv",
    ]);
    expect(await folder.answer(slug, "done", "growing.csv.result.csv")).toHaveLength(written + 1);
  });

  it("moves to refused/ when nothing of it can be used, with the reason", async () => {
    const { slug } = await createOrganization();
    await folder.drop(slug, "header.csv", "name,mail\n1,2");
    await folder.drop(slug, "empty.csv", "");
    await folder.drop(slug, "bad.csv", fileOf(row("B1", "none")));
    await looksUntil(() => folder.names(slug, "refused")).toHaveLength(6);
    expect(await folder.answer(slug, "refused", "empty.csv.result.csv")).toMatchObject([
      { line: "", result: "refused", error_code: "file_empty" },
    ]);
    expect(await folder.answer(slug, "refused", "header.csv.result.csv")).toMatchObject([
      { result: "refused", payout_id: "", error_code: "no_header" },
    ]);
    expect(await folder.answer(slug, "refused", "bad.csv.result.csv")).toMatchObject([
      { line: "2", reference: "B1", result: "refused" },
    ]);
    expect(await folder.names(slug, "done")).toEqual([]);
  });

  it("with the content of an earlier one creates nothing, and its response says so", async () => {
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

  it("with the content of one that waits in the portal moves to refused/ and says so, though the other is good", async () => {
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

  it("with the content of one under way is answered once that has ended, whatever it comes to", async () => {
    const organization = await createOrganization();
    const { actor } = await createUser(organization);
    const content = Buffer.from(fileOf(row("R1")));
    // Nobody works on it while the folder is looked into.
    const { batch } = await received(actor, { fileName: "dry.csv", content }, { dryRun: true });
    await folder.drop(organization.slug, "monday.csv", content);
    const look = async () => (await lookIntoFolders("test"), folder.names(organization.slug, "working"));
    await expect.poll(look, { timeout: 20_000, interval: 200 }).toHaveLength(1);
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

  it("with the content of one under way stores nothing while it waits", async () => {
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
      await expect.poll(look, { timeout: 20_000, interval: 200 }).toHaveLength(1);
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

  it("tells of each row that repeats another payout what it repeats", async () => {
    const { slug } = await createOrganization();
    await folder.drop(slug, "first.csv", fileOf(row("R1")));
    await looksUntil(() => folder.names(slug, "done")).toHaveLength(2);
    await folder.drop(
      slug,
      "next.csv",
      fileOf(row("R1").replace("USD,R1", "USD,S1"), row("S2"), row("S2").replace("USD,S2", "USD,S3")),
    );
    await looksUntil(() => folder.names(slug, "done")).toHaveLength(4);
    const answer = await folder.answer(slug, "done", "next.csv.result.csv");
    expect(answer.map(({ reference, result, repeats }) => [reference, result, repeats])).toEqual([
      ["S1", "created", "payout R1"],
      ["S2", "created", ""],
      ["S3", "created", "line 3 of this file"],
    ]);
  });

  it("that is a link or a pipe is refused unread, and what it leads to stays as it is", async () => {
    const organization = await createOrganization();
    const { slug } = organization;
    await mkdir(folder.at(slug));
    await writeFile(folder.at("secret.csv"), fileOf(row("S1")));
    await symlink(folder.at("secret.csv"), folder.at(slug, "link.csv"));
    execFileSync("mkfifo", [folder.at(slug, "pipe.csv")]);
    await looksUntil(() => folder.names(slug, "refused")).toEqual([
      "link.csv",
      "link.csv.result.csv",
      "pipe.csv",
      "pipe.csv.result.csv",
    ]);
    expect(await folder.answer(slug, "refused", "link.csv.result.csv")).toMatchObject([
      { result: "refused", error_code: "file_unreadable" },
    ]);
    expect(await payoutsOf(organization)).toEqual([]);
    expect(await folder.names()).toEqual([slug, "secret.csv"]);
  });

  // Elsewhere, file systems refuse such names.
  it.runIf(process.platform === "linux")(
    "whose name is not UTF-8 is taken like any other, its name read as Windows-1252, however long",
    async () => {
      const organization = await createOrganization();
      const { slug } = organization;
      await mkdir(folder.at(slug));
      const put = (name: string, reference: string) =>
        writeFile(
          Buffer.concat([Buffer.from(`${folder.at(slug)}/`), Buffer.from(name, "latin1")]),
          fileOf(row(reference)),
        );
      await put("März.csv", "R1");
      await put(`${"ü".repeat(240)}.csv`, "R2");
      await put(`a.${"ü".repeat(240)}`, "R3");
      await put("Mär.csv.part", "R4");
      const long = `${"ü".repeat(113)}.csv`;
      const ending = `a.${"ü".repeat(114)}`;
      await looksUntil(() => folder.names(slug, "done")).toEqual([
        "März.csv",
        "März.csv.result.csv",
        ending,
        `${ending}.result.csv`,
        long,
        `${long}.result.csv`,
      ]);
      expect((await payoutsOf(organization)).map(({ reference }) => reference).sort()).toEqual(["R1", "R2", "R3"]);
      expect((await db.select().from(batches)).map(({ fileName }) => fileName)).toContain("März.csv");
    },
  );

  it("never makes a formula of the response", async () => {
    const { slug } = await createOrganization();
    await folder.drop(
      slug,
      "f.csv",
      fileOf(...["=1+cmd", "@SUM(1)", "+1"].map((reference) => `Ada Byron,ada@example.com,1.00,USD,${reference}`)),
    );
    await looksUntil(() => folder.names(slug, "done")).toHaveLength(2);
    expect(await folder.answer(slug, "done", "f.csv.result.csv")).toMatchObject([
      { reference: "'=1+cmd", result: "refused" },
      { reference: "'@SUM(1)", result: "created" },
      { reference: "'+1", result: "created" },
    ]);
  });
});

describe("a folder that belongs to no organization", () => {
  it("keeps its files and gets a note, until the organization is there", async () => {
    await folder.drop("acme", "a.csv", fileOf(row("A1")));
    await lookOnce();
    await lookOnce();
    expect(await folder.names("acme")).toEqual(["NOT-IMPORTED.txt", "a.csv"]);
    await createOrganization({ slug: "acme" });
    await looksUntil(() => folder.names("acme", "done")).toEqual(["a.csv", "a.csv.result.csv"]);
    expect(await folder.names("acme")).toEqual(["done", "working"]);
  });

  it("that cannot be worked in keeps nobody else's files waiting, and is complained about", async () => {
    const [broken, sound] = [
      await createOrganization({ slug: "a-broken" }),
      await createOrganization({ slug: "b-sound" }),
    ];
    await folder.drop(broken.slug, "a.csv", fileOf(row("A1")));
    await writeFile(folder.at(broken.slug, "working"), "a file where a folder must be");
    await folder.drop(sound.slug, "b.csv", fileOf(row("B1")));
    const complaints: unknown[] = [];
    const look = async () => {
      await lookOnce().catch((error: unknown) => complaints.push(error));
      return folder.names(sound.slug, "done");
    };
    await expect.poll(look, { timeout: 25_000, interval: 200 }).toEqual(["b.csv", "b.csv.result.csv"]);
    expect(complaints.length).toBeGreaterThan(0);
  });
});
