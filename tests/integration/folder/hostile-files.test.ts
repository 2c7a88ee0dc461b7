import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { payouts } from "@/db/schema/payouts";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, type Organization } from "@/tests/support/factories";
import { fileOf, looksUntil, row, useImportFolder } from "@/tests/support/import-folder";

useDatabase();
const folder = useImportFolder();

const payoutsOf = ({ id }: Organization) =>
  db.select().from(payouts).where(eq(payouts.organizationId, id)).orderBy(asc(payouts.line));

describe("a file in an organization's folder", () => {
  it("that is a link or a pipe is refused unread, and the link's target stays unchanged", async () => {
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

  // Other file systems refuse such names.
  it.runIf(process.platform === "linux")(
    "whose name is not UTF-8 is accepted, with its name read as Windows-1252, at any length",
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

  it("never puts a formula into the response", async () => {
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
