import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { batchFileChunks } from "@/db/schema/batch_file_chunks";
import { batches } from "@/db/schema/batches";
import { discardBatch } from "@/lib/batches/mutations";
import { countBatches, getBatch } from "@/lib/batches/queries";
import { receiveFile } from "@/lib/batches/ingest/receive";
import { storedFile } from "@/lib/batches/ingest/stored-file";
import { workOnDueBatch } from "@/lib/batches/ingest/work";
import {
  admin,
  arriving,
  created,
  example,
  file,
  fileOf,
  header,
  manyRows,
  received,
  row,
  rowCounts,
  validated,
} from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";

useDatabase();

const at = { now: new Date(), timeZone: "UTC" };

describe("a received file", () => {
  it("is kept byte for byte, however the network splits it, in pieces of one megabyte", async () => {
    const actor = await admin();
    const big = file(...manyRows(45_000));
    const { batch } = await received(actor, big);
    expect(batch).toMatchObject({ status: "received", fileBytes: big.content.length, format: "csv" });
    const kept: Uint8Array[] = [];
    for await (const piece of storedFile(batch).bytes()) kept.push(piece);
    expect(kept.map(({ length }) => length)).toEqual([1_048_576, 1_048_576, big.content.length - 2 * 1_048_576]);
    expect(Buffer.concat(kept).equals(big.content)).toBe(true);
  });

  it("that cannot become a batch is refused at once, and nothing of it is stored", async () => {
    const actor = await admin();
    const refuse = async (content: Uint8Array) => {
      const result = await receiveFile(actor, { fileName: "x.csv", bytes: arriving(content) });
      return "fileFaults" in result ? result.fileFaults.map(({ code }) => code) : [];
    };
    expect(await refuse(new Uint8Array())).toEqual(["file_empty"]);
    expect(await refuse(new Uint8Array([0x1f, 0x8b, 8, 0]))).toEqual(["file_is_gzip"]);
    expect(await rowCounts(actor)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("a file with the same content", () => {
  it("under another name creates nothing and leads to the first batch", async () => {
    const actor = await admin();
    const first = await created(actor, example());
    const before = await rowCounts(actor);
    const again = await created(actor, { ...example(), fileName: "copy of payouts.csv" });
    expect(again).toMatchObject({ alreadyThere: true, batch: { id: first.batch.id, fileName: "payouts.csv" } });
    expect(await rowCounts(actor)).toEqual(before);
  });

  it("sent twenty times at once creates each payout once, and only one upload counts as new", async () => {
    const actor = await admin();
    const results = await Promise.all(Array.from({ length: 20 }, () => created(actor, example())));
    expect(results.filter(({ alreadyThere }) => !alreadyThere)).toHaveLength(1);
    expect(new Set(results.map(({ batch }) => batch.id)).size).toBe(1);
    expect((await getBatch(actor, results[0]!.batch.id)).createdCount).toBe(293);
    expect(await rowCounts(actor)).toEqual([1, 293, 293, 293 + 4, 7, 7]);
  });

  it("is independent in each organization", async () => {
    const [one, other] = [await admin(), await admin()];
    await created(one, example());
    expect((await created(other, example())).alreadyThere).toBe(false);
    expect(await rowCounts(other)).toEqual(await rowCounts(one));
  });

  it("can be sent again after it was discarded, and its payouts are created then", async () => {
    const actor = await admin();
    const put = await validated(actor, example());
    await discardBatch(actor, put.id);
    const again = await created(actor, example());
    expect(again).toMatchObject({ alreadyThere: false, batch: { createdCount: 293 } });
    expect(again.batch.id).not.toBe(put.id);
    expect((await getBatch(actor, put.id)).status).toBe("discarded");
  });

  it("sent twenty times at once after a discard finds one new batch", async () => {
    const actor = await admin();
    await discardBatch(actor, (await validated(actor, example())).id);
    const results = await Promise.all(Array.from({ length: 20 }, () => received(actor, example())));
    expect(new Set(results.map(({ batch }) => batch.id)).size).toBe(1);
    expect((await rowCounts(actor))[0]).toBe(2);
  });
});

describe("an interrupted upload", () => {
  async function* dying() {
    yield new TextEncoder().encode(`${header}\n${row("R1").repeat(40_000)}`);
    throw new Error("the connection was lost");
  }
  const chunkCount = (organizationId: string) =>
    db.$count(batchFileChunks, eq(batchFileChunks.organizationId, organizationId));

  it("leaves nothing behind, and the file can be uploaded again", async () => {
    const actor = await admin();
    await expect(receiveFile(actor, { fileName: "payouts.csv", bytes: dying() })).rejects.toThrow(
      "the connection was lost",
    );
    expect(await rowCounts(actor)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await chunkCount(actor.organizationId)).toBe(0);
    expect((await created(actor, example())).batch.createdCount).toBe(293);
  });

  it("is not visible while it arrives, and the worker removes its pieces after its process dies", async () => {
    const actor = await admin();
    let arrive = () => {};
    const stillOpen = new Promise<void>((resolve) => (arrive = resolve));
    async function* hanging() {
      yield new Uint8Array(1_100_000).fill(65);
      await stillOpen;
    }
    const upload = receiveFile(actor, { fileName: "payouts.csv", bytes: hanging() }).catch((error: unknown) => error);
    while ((await chunkCount(actor.organizationId)) === 0);
    const [arrivingBatch] = await db.select().from(batches).where(eq(batches.organizationId, actor.organizationId));
    await expect(getBatch(actor, arrivingBatch!.id)).rejects.toMatchObject({ code: "not_found" });
    expect(await countBatches(actor, {}, at)).toBe(0);
    expect(await workOnDueBatch("worker-test")).toBe(0);
    // After ten minutes without progress:
    await db
      .update(batches)
      .set({ nextAttemptAt: sql`now()` })
      .where(and(eq(batches.organizationId, actor.organizationId)));
    expect(await workOnDueBatch("worker-test")).toBe(1);
    expect(await chunkCount(actor.organizationId)).toBe(0);
    expect((await rowCounts(actor))[0]).toBe(0);
    arrive();
    expect(await upload).toBeInstanceOf(Error);
  });
});

describe("a batch", () => {
  it("of another organization is not found by any function", async () => {
    const actor = await admin();
    const { actor: stranger } = await createUser(await createOrganization());
    const { id } = await validated(actor, fileOf([header, row("R1")].join("\n")));
    await expect(getBatch(stranger, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(discardBatch(stranger, id)).rejects.toMatchObject({ code: "not_found" });
    expect((await getBatch(actor, id)).status).toBe("ready");
  });
});
