import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { batchErrors } from "@/lib/batches/error-queries";
import { type BatchFilter, batchesHref, parseBatchList } from "@/lib/batches/filter";
import { batchesWithErrors, errorTotals } from "@/lib/batches/error-totals";
import { countBatches, getBatch, listBatches } from "@/lib/batches/queries";
import { listedStatuses } from "@/lib/batches/status";
import type { At } from "@/lib/moment";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createIngestError,
  createOrganization,
  createPayout,
  createRefusedRow,
  createUser,
  type Organization,
} from "@/tests/support/factories";

useDatabase();

const at: At = { now: new Date("2026-11-23T12:00:00.000Z"), timeZone: "America/New_York" };
const before = (ms: number) => new Date(at.now.getTime() - ms);
const day = 86_400_000;

async function setting(): Promise<{ actor: Actor; organization: Organization }> {
  const organization = await createOrganization();
  return { organization, actor: (await createUser(organization, { role: "viewer" })).actor };
}
const namesIn = async (actor: Actor, filter: BatchFilter) =>
  (await listBatches(actor, { filter, page: {} }, at)).rows.map((batch) => batch.fileName);

/** A batch of which one row was refused at this time. */
async function faulty(organization: Organization, fileName: string, occurredAt: Date, resolvedAt: Date | null = null) {
  const batch = await createBatch(organization, {
    fileName,
    refusedCount: resolvedAt ? 0 : 1,
    repairedCount: resolvedAt ? 1 : 0,
    acceptedCount: 2,
    createdCount: 2,
    createdAt: before(20 * day),
  });
  const row = await createRefusedRow(batch);
  await createIngestError(batch, { refusedRowId: row.id, occurredAt, resolvedAt });
  return batch;
}

describe("a batch filter", () => {
  const anyFilter = fc.record(
    {
      status: fc.subarray([...listedStatuses], { minLength: 1 }),
      errors: fc.constantFrom(
        "last-7d",
        "last-24h",
        "2026-11-01..2026-11-30",
        "..2026-11-30",
        "2026-11-01T05:00:00.000Z..",
      ),
      file: fc.string({ minLength: 1, maxLength: 60 }).filter((text) => text.trim() === text && text !== ""),
    },
    { requiredKeys: [] },
  );
  const paramsOf = (href: string) => {
    const params: Record<string, string[]> = {};
    for (const [key, value] of new URL(href, "http://127.0.0.1").searchParams) (params[key] ??= []).push(value);
    return params;
  };

  it("is the same after being written to an address and read back", () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(parseBatchList(paramsOf(batchesHref(filter)))).toEqual({ ok: true, value: { filter, page: {} } });
        expect(parseBatchList(paramsOf(batchesHref(filter, {})))).toEqual({
          ok: true,
          value: { filter, page: {} },
        });
      }),
    );
  });

  it.each([
    [{ errors: "last-7x" }, "errors"],
    [{ errors: "next-7d" }, "errors"],
    [{ status: "broken" }, "status"],
    [{ file: ["a", "b"] }, "file"],
    [{ batch: "x" }, "batch"],
    [{ after: "yesterday" }, "after"],
    [{ file: "x".repeat(201) }, "file"],
  ])("with %j in the address is refused with the parameter's name and never widens the list", (params, named) => {
    const parsed = parseBatchList(params as Record<string, string>);
    expect(parsed.ok ? [] : parsed.problems.map(({ param }) => param)).toEqual([named]);
  });
});

describe("the list of batches", () => {
  it("matches % and _ literally when filtered by file name, in any case", async () => {
    const { actor, organization } = await setting();
    for (const fileName of ["100%_done.csv", "1000 done.csv", "Refunds.CSV"])
      await createBatch(organization, { fileName });
    expect(await namesIn(actor, { file: "0%_D" })).toEqual(["100%_done.csv"]);
    expect(await namesIn(actor, { file: "refunds.csv" })).toEqual(["Refunds.CSV"]);
    expect(await namesIn(actor, { file: "\\" })).toEqual([]);
  });

  it("has only the filtered statuses", async () => {
    const { actor, organization } = await setting();
    await createBatch(organization, { fileName: "good" });
    await createBatch(organization, { fileName: "mixed", acceptedCount: 1, refusedCount: 1 });
    await createBatch(organization, { fileName: "bad", acceptedCount: 0, refusedCount: 1 });
    expect(await namesIn(actor, { status: ["partially_processed", "rejected"] })).toEqual(["bad", "mixed"]);
  });

  it("has only batches with an error in the filtered window, resolved or not, exact to the millisecond", async () => {
    const { actor, organization } = await setting();
    await faulty(organization, "edge", before(7 * day));
    await faulty(organization, "beyond", before(7 * day + 1));
    await faulty(organization, "resolved", before(day), at.now);
    await faulty(organization, "today", before(1));
    await createBatch(organization, { fileName: "clean" });
    expect((await namesIn(actor, { errors: "last-7d" })).sort()).toEqual(["edge", "resolved", "today"]);
    expect(await countBatches(actor, { errors: "last-7d" }, at)).toBe(3);
    expect(await errorTotals(actor, { errors: "last-7d" }, at)).toEqual({
      batchCount: 3,
      refusedCount: 2,
      unreachedCount: 0,
    });
  });

  it("shows every batch once over its pages, forward and backward, even when many share a millisecond", async () => {
    const { actor, organization } = await setting();
    for (let index = 0; index < 11; index++)
      await createBatch(organization, { fileName: `b${index}`, createdAt: before(index < 6 ? 0 : index) });
    const whole = (await listBatches(actor, { filter: {}, page: {} }, at)).rows.map((batch) => batch.id);
    const forwards: string[][] = [];
    let page = await listBatches(actor, { filter: {}, page: {} }, at, 4);
    expect(page).toMatchObject({ total: 11, previous: null });
    for (; ; page = await listBatches(actor, { filter: {}, page: { after: page.next! } }, at, 4)) {
      forwards.push(page.rows.map((batch) => batch.id));
      if (!page.next) break;
    }
    expect(forwards.flat()).toEqual(whole);
    for (let index = forwards.length - 2; index >= 0; index--) {
      page = await listBatches(actor, { filter: {}, page: { before: page.previous! } }, at, 4);
      expect(page.rows.map((batch) => batch.id)).toEqual(forwards[index]);
    }
    expect(page.previous).toBeNull();
  });
});

describe("batches with errors", () => {
  it("are listed with their counts and the most frequent reason: first what waits for somebody, then the latest error", async () => {
    const { actor, organization } = await setting();
    const repaired = await faulty(organization, "repaired", before(1), at.now);
    const old = await faulty(organization, "old", before(day));
    const recent = await faulty(organization, "recent", before(2 * day));
    await faulty(organization, "over", before(7 * day + 1));
    for (const line of [3, 4]) {
      const row = await createRefusedRow(old, { line });
      await createIngestError(old, { refusedRowId: row.id, code: "reference_used", occurredAt: before(8 * day) });
    }
    const reached = await createBatch(organization, { fileName: "stopped payouts", createdAt: before(20 * day) });
    const stop = async (code: string, line: number, payout: Parameters<typeof createPayout>[1]) => {
      const { id } = await createPayout(organization, {
        batchId: reached.id,
        line,
        expiresAt: before(-day),
        ...payout,
      });
      const error = { payoutId: id, stage: "processing", scope: "row", code, occurredAt: before(3 * day) } as const;
      await createIngestError(reached, error);
    };
    await stop("email_refused", 2, {});
    await stop("account_closed", 3, { status: "failed_to_send", failureCode: "account_closed" });
    await stop("account_closed", 4, { status: "failed_to_send", failureCode: "account_closed" });
    const none = { acceptedCount: 2, refusedCount: 1, repairedCount: 0, unreachedCount: 0, failedCount: 0 };
    const refused = { ...none, status: old.status, errorCount: 1, openCount: 1 };
    expect(await batchesWithErrors(actor, "last-7d", at, 5)).toEqual([
      {
        ...refused,
        id: old.id,
        fileName: "old",
        latestErrorAt: before(day),
        topReason: "Reference already used",
      },
      {
        ...refused,
        id: recent.id,
        fileName: "recent",
        latestErrorAt: before(2 * day),
        topReason: "Other fault",
      },
      {
        ...none,
        id: reached.id,
        fileName: "stopped payouts",
        status: "processed",
        acceptedCount: 1,
        refusedCount: 0,
        unreachedCount: 1,
        failedCount: 2,
        errorCount: 3,
        openCount: 3,
        latestErrorAt: before(3 * day),
        topReason: "The recipient's bank account is closed.",
      },
      {
        ...none,
        id: repaired.id,
        fileName: "repaired",
        status: "processed",
        refusedCount: 0,
        repairedCount: 1,
        errorCount: 1,
        openCount: 0,
        latestErrorAt: before(1),
        topReason: null,
      },
    ]);
    expect(await batchesWithErrors(actor, "last-7d", at, 1)).toHaveLength(1);
    expect(await countBatches(actor, { errors: "last-7d" }, at)).toBe(4);
  });
});

describe("refused rows", () => {
  it("are listed in the order of the file, page by page, each once", async () => {
    const { actor, organization } = await setting();
    const batch = await createBatch(organization, { acceptedCount: 0, refusedCount: 5 });
    for (const line of [9, 3, 7, 2, 5]) await createRefusedRow(batch, { line });
    const first = await batchErrors(actor, batch.id, {}, 2);
    const second = await batchErrors(actor, batch.id, { afterLine: first.next! }, 2);
    const third = await batchErrors(actor, batch.id, { afterLine: second.next! }, 2);
    expect([first, second, third].map(({ rows }) => rows.map((row) => row.line))).toEqual([[2, 3], [5, 7], [9]]);
    expect(third.next).toBeNull();
  });
});

describe("another organization's batches", () => {
  it("are not found, not listed, not counted, and their errors not read", async () => {
    const { organization } = await setting();
    const { actor: stranger } = await setting();
    const batch = await faulty(organization, "theirs", before(day));
    await expect(getBatch(stranger, batch.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(getBatch(stranger, "not-an-id")).rejects.toMatchObject({ code: "not_found" });
    await expect(batchErrors(stranger, batch.id)).rejects.toMatchObject({ code: "not_found" });
    expect(await namesIn(stranger, {})).toEqual([]);
    expect(await errorTotals(stranger, {}, at)).toEqual({ batchCount: 0, refusedCount: 0, unreachedCount: 0 });
    expect(await batchesWithErrors(stranger, "last-7d", at, 5)).toEqual([]);
  });
});
