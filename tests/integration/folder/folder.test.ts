import { appendFile, rename, writeFile } from "node:fs/promises";
import { asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, type Organization } from "@/tests/support/factories";
import { fileOf, header, lookOnce, looksUntil, row, useImportFolder } from "@/tests/support/import-folder";
import { workbook } from "@/tests/support/workbook";

useDatabase();
const folder = useImportFolder();

const payoutsOf = ({ id }: Organization) =>
  db.select().from(payouts).where(eq(payouts.organizationId, id)).orderBy(asc(payouts.line));

describe("a file in an organization's folder", () => {
  it("becomes payouts, moves to done/, and gets a response with the result of every row", async () => {
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

  it("is left alone while it is being written, and while its name marks it as unfinished", async () => {
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

  it("moves to refused/ with the reason when no part of it can be used", async () => {
    const { slug } = await createOrganization();
    await folder.drop(slug, "header.csv", "who,what\n1,2");
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

  it("gets a response that says what of it was not read and may have been meant", async () => {
    const { slug } = await createOrganization();
    const [names, cells] = fileOf(row("R1")).toString().trim().split("\n") as [string, string];
    await folder.drop(slug, "a.csv", `Claims payable\n${names},Code\n${cells},10115\n`);
    await looksUntil(() => folder.names(slug, "done")).toHaveLength(2);
    const answer = await folder.answer(slug, "done", "a.csv.result.csv");
    expect(answer.map(({ line, result, error_message }) => [line, result, error_message])).toEqual([
      ["", "note", "The header stands on line 2. What is above it was not read: line 1 “Claims payable”."],
      ["", "note", "The column Code was not read. If it is the verification code, rename it to verification_code."],
      ["3", "created", ""],
    ]);
  });

  it("gets a response that names what each repetition repeats", async () => {
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
});

describe("a folder in the watched folder", () => {
  it("without an organization keeps its files and gets a note, until the organization exists", async () => {
    await folder.drop("acme", "a.csv", fileOf(row("A1")));
    await lookOnce();
    await lookOnce();
    expect(await folder.names("acme")).toEqual(["NOT-IMPORTED.txt", "a.csv"]);
    await createOrganization({ slug: "acme" });
    await looksUntil(() => folder.names("acme", "done")).toEqual(["a.csv", "a.csv.result.csv"]);
    expect(await folder.names("acme")).toEqual(["done", "working"]);
  });

  it("that cannot be used causes an error but does not block the files of others", async () => {
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
    await expect.poll(look, { timeout: 25_000, interval: 50 }).toEqual(["b.csv", "b.csv.result.csv"]);
    expect(complaints.length).toBeGreaterThan(0);
  });
});

describe("a workbook in an organization's folder", () => {
  const rows = [
    header.split(","),
    ["Ada", "ada@example.com", "12.50", "USD", "R1"],
    ["Eve", "eve@example.com", "9999.00", "USD", "R2"],
  ];

  it("with hidden rows is refused in words, and again when it comes again", async () => {
    const organization = await createOrganization();
    for (const name of ["payouts.xlsx", "again.xlsx"]) {
      await folder.drop(organization.slug, name, workbook(rows, { hidden: [3] }));
      await looksUntil(() => folder.names(organization.slug, "refused")).toContain(`${name}.result.csv`);
      expect(await folder.answer(organization.slug, "refused", `${name}.result.csv`)).toMatchObject([
        { line: "", error_code: "hidden_rows", error_message: expect.stringContaining("line 3, 9,999.00 USD") },
      ]);
    }
    expect(await payoutsOf(organization)).toEqual([]);
  });

  it("names in its response what else is not seen or not read", async () => {
    const organization = await createOrganization();
    const others = { Totals: '<row r="1"><c r="A1"><v>1</v></c></row>' };
    await folder.drop(organization.slug, "payouts.xlsx", workbook(rows, { others }));
    await looksUntil(() => folder.names(organization.slug, "done")).toContain("payouts.xlsx.result.csv");
    expect(await folder.answer(organization.slug, "done", "payouts.xlsx.result.csv")).toMatchObject([
      { line: "", result: "note", error_message: expect.stringContaining("not read: Totals") },
      { line: "2", result: "created" },
      { line: "3", result: "created" },
    ]);
  });
});
