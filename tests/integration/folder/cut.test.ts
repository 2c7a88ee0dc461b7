import { appendFile, mkdir, rename, utimes } from "node:fs/promises";
import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { lookIntoFolders } from "@/lib/batches/folder/look";
import { workOnDueBatch } from "@/lib/batches/ingest/work";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, type Organization } from "@/tests/support/factories";
import { workbook } from "@/tests/support/workbook";
import { fileOf, lookOnce, looksUntil, row, useImportFolder } from "@/tests/support/import-folder";

useDatabase();
const folder = useImportFolder();

const whole = `${fileOf(row("INV-2040"), row("INV-2041", "1250.00"))}\n`;
const asWorkbook = workbook(
  whole
    .trim()
    .split("\n")
    .map((line) => line.split(",")),
);
const cutReference = whole.slice(0, -3);
const rest = whole.slice(cutReference.length);
const cutAmount = whole.slice(0, whole.indexOf("1250.00") + 1);

const paid = async ({ id }: Organization) => {
  const rows = await db
    .select({ reference: payouts.reference, amount: payouts.amountMinor })
    .from(payouts)
    .where(eq(payouts.organizationId, id))
    .orderBy(asc(payouts.line));
  return rows.map(({ reference, amount }) => `${reference} ${amount}`);
};
const wholePaid = ["INV-2040 1250", "INV-2041 125000"];
const statuses = async ({ id }: Organization) =>
  (
    await db
      .select({ status: batches.status })
      .from(batches)
      .where(eq(batches.organizationId, id))
      .orderBy(asc(batches.createdAt))
  ).map(({ status }) => status);

describe("a file cut off within its last row", () => {
  beforeEach(() => void (process.env.IMPORT_OPEN_END_MS = "3600000"));

  it.each([
    ["in a reference", cutReference, rest],
    ["in an amount", cutAmount, whole.slice(cutAmount.length)],
    [
      "in UTF-16 LE, in the middle of a line break",
      Buffer.from(`\ufeff${whole}`, "utf16le").subarray(0, -1),
      Buffer.from([0]),
    ],
    [
      "in UTF-16 BE, before its line break",
      Buffer.from(`\ufeff${whole}`, "utf16le").swap16().subarray(0, -2),
      Buffer.from([0, 10]),
    ],
    ["at its very beginning", "", whole],
    ["as a workbook without the end of its directory", asWorkbook.subarray(0, -10), asWorkbook.subarray(-10)],
  ])("%s waits for the rest while other files are taken, and each row is paid once", async (_, part, rest) => {
    const organization = await createOrganization();
    const { slug } = organization;
    await folder.drop(slug, "cut", part);
    await folder.drop(slug, "other.csv", `${fileOf(row("OTHER"))}\n`);
    await looksUntil(() => folder.names(slug, "done")).toContain("other.csv.result.csv");
    await lookOnce();
    expect(await folder.names(slug)).toEqual(["cut", "done", "working"]);
    await appendFile(folder.at(slug, "cut"), rest);
    await looksUntil(() => folder.names(slug, "done")).toContain("cut.result.csv");
    expect((await paid(organization)).sort()).toEqual([...wholePaid, "OTHER 1250"]);
    expect(await statuses(organization)).toEqual(["processed", "processed"]);
  });

  it("also waits after it was taken", async () => {
    const organization = await createOrganization();
    const { slug } = organization;
    await folder.drop(slug, "other.csv", `${fileOf(row("OTHER"))}\n`);
    const left = `${slug}/working/01900000-0000-7000-8000-000000000000`;
    await mkdir(folder.at(left), { recursive: true });
    await folder.drop(left, "cut.csv", cutReference);
    await looksUntil(() => folder.names(slug, "done")).toContain("other.csv.result.csv");
    await lookOnce();
    expect(await paid(organization)).toEqual(["OTHER 1250"]);
    await appendFile(folder.at(left, "cut.csv"), rest);
    await looksUntil(() => folder.names(slug, "done")).toContain("cut.csv.result.csv");
    expect((await paid(organization)).sort()).toEqual([...wholePaid, "OTHER 1250"]);
  });

  it("is taken after it has not changed for long, because some senders end no file with a line break", async () => {
    process.env.IMPORT_OPEN_END_MS = "600";
    const organization = await createOrganization();
    await folder.drop(organization.slug, "a.csv", whole.trimEnd());
    await looksUntil(() => folder.names(organization.slug, "done")).toEqual(["a.csv", "a.csv.result.csv"]);
    expect(await paid(organization)).toEqual(wholePaid);
  });
});

describe("a file that its sender continues after it was read", () => {
  /** A file that the folder has read and nothing else has seen. @returns its path */
  async function read({ id, slug }: Organization, content: string): Promise<string> {
    await folder.drop(slug, "a.csv", content);
    const arrived = async () => (
      await lookIntoFolders("test"), await db.$count(batches, eq(batches.organizationId, id))
    );
    await expect.poll(arrived, { timeout: 25_000, interval: 100 }).toBe(1);
    const [key] = await folder.names(slug, "working");
    return folder.at(slug, "working", key!, "a.csv");
  }

  const check = async () => {
    while ((await workOnDueBatch("test")) > 0);
  };

  it.each([
    ["before it is checked", async () => {}, "received"],
    ["after it is checked", check, "awaiting_file_check"],
  ] as const)(
    "when continued %s, creates nothing from its old content, and each row of its new content once",
    async (_, meanwhile, status) => {
      const organization = await createOrganization();
      const at = await read(organization, cutReference);
      await meanwhile();
      expect([await statuses(organization), await paid(organization)]).toEqual([[status], []]);
      await appendFile(at, rest);
      await looksUntil(() => folder.names(organization.slug, "done")).toEqual(["a.csv", "a.csv.result.csv"]);
      expect(await paid(organization)).toEqual(wholePaid);
      expect(await statuses(organization)).toEqual(["discarded", "processed"]);
      const [discarded] = await db.select().from(events).where(eq(events.name, "batch.discarded"));
      expect(discarded).toMatchObject({
        actorType: "system",
        reason: "Its file in the watched folder changed after it was read",
      });
    },
  );

  it("is discarded and read again when its time changed but not its size", async () => {
    const organization = await createOrganization();
    const at = await read(organization, whole);
    await check();
    await utimes(at, new Date(0), new Date(1_700_000_000_000));
    await looksUntil(() => folder.names(organization.slug, "done")).toEqual(["a.csv", "a.csv.result.csv"]);
    expect([await statuses(organization), await paid(organization)]).toEqual([["discarded", "processed"], wholePaid]);
  });

  it("is read again when its old content was refused", async () => {
    const organization = await createOrganization();
    const at = await read(organization, `${fileOf("Ada Byron,ada@example.com,1")}`);
    await check();
    expect(await statuses(organization)).toEqual(["rejected"]);
    await appendFile(at, "250.00,USD,INV-1\n");
    await looksUntil(() => folder.names(organization.slug, "done")).toEqual(["a.csv", "a.csv.result.csv"]);
    expect([
      await statuses(organization),
      await paid(organization),
      await folder.names(organization.slug, "refused"),
    ]).toEqual([["discarded", "processed"], ["INV-1 125000"], []]);
  });

  it("creates only its new content when a worker died right after discarding its batch", async () => {
    const organization = await createOrganization();
    const at = await read(organization, cutReference);
    await check();
    await db.update(batches).set({ status: "discarded" });
    await appendFile(at, rest);
    await looksUntil(() => folder.names(organization.slug, "done")).toEqual(["a.csv", "a.csv.result.csv"]);
    expect(await paid(organization)).toEqual(wholePaid);
  });

  it("is compared only at its turn, not while another file of the organization is processed", async () => {
    const organization = await createOrganization();
    const at = await read(organization, cutReference);
    await check();
    const [batch] = await db.select().from(batches);
    const other = {
      ...batch!,
      id: "01900000-0000-7000-8000-000000000000",
      fileSha256: "other",
      status: "processing",
      turnFence: 1,
      fence: 1,
      leasedUntil: new Date(Date.now() + 3_600_000),
      nextAttemptAt: new Date(Date.now() + 3_600_000),
    } as const;
    await db.insert(batches).values(other);
    await lookOnce();
    expect(await paid(organization)).toEqual([]);
    await appendFile(at, rest);
    await db.update(batches).set({ status: "rejected", processedAt: new Date() }).where(eq(batches.id, other.id));
    await looksUntil(() => folder.names(organization.slug, "done")).toEqual(["a.csv", "a.csv.result.csv"]);
    expect(await paid(organization)).toEqual(wholePaid);
  });
});

it("a file that is written under another name and then renamed is taken as a whole", async () => {
  const organization = await createOrganization();
  const { slug } = organization;
  await folder.drop(slug, ".a.csv", cutReference);
  await folder.drop(slug, "other.csv", `${fileOf(row("OTHER"))}\n`);
  await looksUntil(() => folder.names(slug, "done")).toContain("other.csv.result.csv");
  await appendFile(folder.at(slug, ".a.csv"), rest);
  await rename(folder.at(slug, ".a.csv"), folder.at(slug, "a.csv"));
  await looksUntil(() => folder.names(slug, "done")).toContain("a.csv.result.csv");
  expect((await paid(organization)).sort()).toEqual([...wholePaid, "OTHER 1250"]);
});
