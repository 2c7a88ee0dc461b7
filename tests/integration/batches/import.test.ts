import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { systemActor } from "@/lib/actor";
import { discardBatch } from "@/lib/batches/mutations";
import { countBatches } from "@/lib/batches/queries";
import { workOnDueBatch } from "@/lib/batches/ingest/work";
import { created, received, validated } from "@/tests/support/batch-files";
import { programFile, useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";

const url = useDatabase();
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), "import-"))));
afterAll(() => rm(folder, { recursive: true }));

type Outcome = { status: number; out: string; err: string };

function runImport(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [programFile("import"), ...args],
      { env: { ...process.env, DATABASE_URL: url } },
      (error, out, err) => resolve({ status: error ? Number(error.code) : 0, out, err }),
    );
  });
}

async function fileWith(name: string, ...rows: string[]): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, ["recipient_name,email,amount,currency,reference", ...rows].join("\n"));
  return file;
}
const good = "Ada Byron,ada@example.com,12.50,USD,R1";
const bad = 'Ada Byron,ada@example.com,"1,234",USD,R2';

describe("the import command", () => {
  it("ends with 0 when every row became a payout, and again for the same file without creating anything", async () => {
    const organization = await createOrganization();
    const file = await fileWith("good.csv", good);
    const [dry, first, again] = [
      await runImport(file, "--organization", organization.slug, "--dry-run"),
      await runImport(file, "--organization", organization.slug),
      await runImport(file, "--organization", organization.slug),
    ];
    expect([dry.status, first.status, again.status]).toEqual([0, 0, 0]);
    expect(dry.out).toContain("Nothing was created");
    expect(first.out).toMatch(/1 row; 1 became a payout, 0 were refused[^]*1 × USD: 12\.50 USD/);
    expect(again.out).toContain("was uploaded before");
    // A text file has no sheets, so naming a sheet does not make it another file.
    expect((await runImport(file, "--organization", organization.slug, "--sheet", "May")).out).toContain(
      "was uploaded before",
    );
    expect([dry, first, again].map(({ err }) => err)).toEqual(["", "", ""]);
    expect(await db.$count(payouts, eq(payouts.organizationId, organization.id))).toBe(1);
  });

  it("says what of the file was not read and may have been meant, also as JSON", async () => {
    const { slug } = await createOrganization();
    const file = path.join(folder, "titled.csv");
    await writeFile(file, `Claims payable\nName,recipientEmail,amount,currency,externalId,Code\n${good},10115`);
    const notes = [
      "The header stands on line 2. What is above it was not read: line 1 “Claims payable”.",
      "The column Code was not read. If it is the verification code, rename it to verification_code.",
    ];
    const words = await runImport(file, "--organization", slug, "--dry-run");
    for (const note of notes) expect(words.out).toContain(note);
    const { out } = await runImport(file, "--organization", slug, "--json");
    expect(JSON.parse(out)).toMatchObject({ created: 1, ignoredColumns: ["Code"], readingNotes: notes });
  });

  it("ends with 1 when some rows were refused, and says which and why, also as JSON", async () => {
    const { slug } = await createOrganization();
    const file = await fileWith("mixed.csv", good, bad);
    const words = await runImport(file, "--organization", slug, "--dry-run");
    expect(words.status).toBe(1);
    expect(words.out).toMatch(/line 3, amount: “1,234”[^]*1234\.00, if the comma separates thousands\./);
    const { status, out } = await runImport(file, "--organization", slug, "--json");
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      outcome: "created",
      status: "partially_processed",
      created: 1,
      duplicates: 0,
      records: 2,
      accepted: 1,
      refused: 1,
      totals: [{ currency: "USD", count: 1, amount: "12.50" }],
      errors: [{ line: 3, column: "amount", code: "amount_grouped" }],
    });
  });

  it("creates nothing in all-or-nothing mode when one row is refused, also after a dry run that said so", async () => {
    const { slug, id } = await createOrganization();
    const file = await fileWith("whole.csv", good, bad);
    expect((await runImport(file, "--organization", slug, "--dry-run")).status).toBe(1);
    const { status, out } = await runImport(file, "--organization", slug, "--all-or-nothing", "--json");
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      outcome: "created",
      status: "rejected",
      accepted: 1,
      refused: 1,
      created: 0,
    });
    const words = await runImport(
      await fileWith("whole2.csv", good, `${good}2`, bad),
      "--organization",
      slug,
      "--all-or-nothing",
    );
    expect(words.out).toMatch(
      /3 rows; 1 was refused, so nothing was created of the other 2 \(batch [^]*\)\.\nRefused:/,
    );
    expect(await db.$count(payouts, eq(payouts.organizationId, id))).toBe(0);
  });

  it("leaves no trace of a dry run on the Dashboard and does not block the file, even when every row was refused", async () => {
    const organization = await createOrganization();
    const file = await fileWith("bad.csv", bad);
    expect((await runImport(file, "--organization", organization.slug, "--dry-run")).status).toBe(1);
    const { actor } = await createUser(organization);
    expect(
      await countBatches(actor, { errors: "last-7d" }, { now: new Date(Date.now() + 1_000), timeZone: "UTC" }),
    ).toBe(0);
    expect((await runImport(file, "--organization", organization.slug, "--json")).out).toContain(
      '"outcome": "created"',
    );
  });

  it("ends with 2 while the same file waits for a decision in the portal, and imports it once it is discarded there", async () => {
    const organization = await createOrganization();
    const { actor } = await createUser(organization);
    const file = await fileWith("waits.csv", good);
    const { id } = await validated(actor, { fileName: "portal.csv", content: await readFile(file) });
    const waiting = await Promise.all(
      [[], ["--dry-run"], ["--json"]].map((options) =>
        runImport(file, "--organization", organization.slug, ...options),
      ),
    );
    expect(waiting.map(({ status }) => status)).toEqual([2, 2, 2]);
    expect(waiting[0]!.out).toMatch(
      /uploaded before, as "portal\.csv" \(batch [^]*waits in the portal: nothing is created before an admin decides/,
    );
    expect(JSON.parse(waiting[2]!.out)).toMatchObject({
      outcome: "waits_for_decision",
      batchId: id,
      status: "ready",
      created: 0,
    });
    await discardBatch(actor, id);
    expect((await runImport(file, "--organization", organization.slug)).status).toBe(0);
    expect(await db.$count(payouts, eq(payouts.organizationId, organization.id))).toBe(1);
  });

  it.each([
    ["before a worker took it", async () => {}],
    ["and continued by a worker", () => workOnDueBatch("worker-test")],
  ] as const)("creates every row after a dry run that was killed %s", async (_, meanwhile) => {
    const organization = await createOrganization();
    const file = await fileWith("killed.csv", good, `${good}2`.replace("ada@", "bob@"));
    const actor = systemActor(organization.id, "killed");
    // The command gets no further by itself; only the database shows what is left.
    await received(actor, { fileName: "killed.csv", content: await readFile(file) }, { dryRun: true });
    await meanwhile();
    const { status, out } = await runImport(file, "--organization", organization.slug, "--json");
    expect([status, JSON.parse(out)]).toMatchObject([0, { outcome: "created", created: 2 }]);
    expect(await db.$count(payouts, eq(payouts.organizationId, organization.id))).toBe(2);
  });

  it("names the rows that repeat another payout, and what they repeat, also in a dry run and as JSON", async () => {
    const organization = await createOrganization();
    const { actor } = await createUser(organization);
    await created(actor, { fileName: "first.csv", content: await readFile(await fileWith("first.csv", good)) });
    const file = await fileWith(
      "again.csv",
      good.replace("R1", "S1"),
      "Bob,bob@example.com,5,USD,S2",
      "Bob,bob@example.com,5.00,USD,S3",
    );
    for (const dry of [["--dry-run"], []]) {
      const result = await runImport(file, "--organization", organization.slug, ...dry);
      expect([result.status, result.out]).toEqual([
        0,
        expect.stringMatching(
          /may be paid twice: 2 rows\n {2}line 2: repeats payout R1\n {2}line 4: repeats line 3 of this file/,
        ),
      ]);
    }
    const json = await runImport(file, "--organization", organization.slug, "--json");
    expect(JSON.parse(json.out)).toMatchObject({
      duplicates: 2,
      repetitions: [
        { line: 2, repeatsLine: null, repeatsReference: "R1" },
        { line: 4, repeatsLine: 3, repeatsReference: null },
      ],
    });
  });

  it("ends with 2 when the file, its name, the organization or the command itself cannot be used", async () => {
    const { slug } = await createOrganization();
    const outcomes = [
      await runImport(await fileWith("unclosed.csv", '"never closed'), "--organization", slug),
      await runImport(path.join(folder, "missing.csv"), "--organization", slug),
      await runImport(folder, "--organization", slug),
      await runImport(await fileWith("good2.csv", good), "--organization", "nobody"),
      await runImport("--organization", slug),
    ];
    expect(outcomes.map(({ status }) => status)).toEqual([2, 2, 2, 2, 2]);
    expect(outcomes.map(({ out, err }) => out + err)).toEqual([
      expect.stringContaining("a quotation mark opens on line 2 and is never closed"),
      expect.stringContaining("cannot be read"),
      expect.stringContaining("cannot be read"),
      expect.stringContaining(`There is no organization "nobody". There are: ${slug}`),
      expect.stringContaining("npm run import -- FILE --organization SLUG"),
    ]);
  });
});
