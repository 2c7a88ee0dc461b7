import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { changeWords } from "@/lib/audit/words";
import { decideBatch, discardBatch } from "@/lib/batches/mutations";
import { getBatch } from "@/lib/batches/queries";
import { finishBatch } from "@/lib/batches/ingest/work";
import {
  admin,
  created,
  example,
  file,
  manyRows,
  received,
  row,
  rowCounts,
  validated,
} from "@/tests/support/batch-files";
import { useSmallChunks } from "@/tests/support/chunked-batch";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";

useDatabase();
const rowsPerChunk = useSmallChunks();

describe("the decision", () => {
  it("is refused until duplicates are acknowledged", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(row("R1", "5", "ada@example.com"), row("R2", "5", "ada@example.com")));
    await expect(decideBatch(actor, id, "valid_rows")).rejects.toMatchObject({ code: "conflict" });
    expect((await getBatch(actor, id)).status).toBe("ready");
    await decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true });
    expect(await finishBatch(actor, id)).toMatchObject({ status: "processed", createdCount: 2 });
  });

  it("is recorded in the audit log and on the batch with who, what and acknowledged repetitions; a refused one is not", async () => {
    const { actor } = await createUser(await createOrganization());
    const { id } = await validated(
      actor,
      file(row("R1", "5", "ada@example.com"), row("R2", "5", "ada@example.com"), row("R3", "x")),
    );
    const decisions = () =>
      db
        .select()
        .from(events)
        .where(and(eq(events.batchId, id), eq(events.name, "batch.decided")));
    await expect(decideBatch(actor, id, "valid_rows")).rejects.toMatchObject({ code: "conflict" });
    expect([await decisions(), (await getBatch(actor, id)).decidedByName]).toEqual([[], null]);
    await decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true });
    await expect(decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true })).rejects.toMatchObject({
      code: "conflict",
    });
    const [event, ...more] = await decisions();
    expect([event, more]).toMatchObject([
      {
        actorUserId: actor.userId,
        requestId: actor.requestId,
        data: { mode: "valid_rows", accepted: 2, refused: 1, acknowledged: 1 },
      },
      [],
    ]);
    expect(changeWords(event!, "UTC")).toBe("Create the valid rows: 2 accepted, 1 refused; 1 repetition acknowledged");
    expect((await getBatch(actor, id)).decidedByName).toBe(actor.name);
  });

  it("is for an admin of the same organization and happens once, even when several come at once", async () => {
    const organization = await createOrganization();
    const [{ actor }, { actor: viewer }] = [
      await createUser(organization),
      await createUser(organization, { role: "viewer" }),
    ];
    const { id } = await validated(actor, file(row("R1")));
    for (const act of [decideBatch, discardBatch]) {
      await expect(act(viewer, id, "valid_rows")).rejects.toMatchObject({ code: "forbidden" });
      await expect(act(await admin(), id, "valid_rows")).rejects.toMatchObject({ code: "not_found" });
      await expect(act(actor, "no-id", "valid_rows")).rejects.toMatchObject({ code: "not_found" });
    }
    const outcomes = await Promise.allSettled([
      decideBatch(actor, id, "valid_rows"),
      decideBatch(actor, id, "valid_rows"),
      discardBatch(actor, id),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(finishBatch(viewer, id)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("made in advance creates the payouts without a review", async () => {
    const actor = await admin();
    const { batch } = await received(actor, example(), { auto: { mode: "valid_rows" } });
    expect(await finishBatch(actor, batch.id)).toMatchObject({
      status: "partially_processed",
      createdCount: 293,
      mode: "valid_rows",
      decidedBy: actor.userId,
    });
  });

  it("for all or nothing is refused when rows were refused; made in advance, it rejects such a file", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(row("R1"), row("R2", "x")));
    await expect(decideBatch(actor, id, "all_or_nothing")).rejects.toMatchObject({ code: "conflict" });
    const { batch } = await received(actor, file(row("R3"), row("R4", "x")), { auto: { mode: "all_or_nothing" } });
    expect(await finishBatch(actor, batch.id)).toMatchObject({
      status: "rejected",
      recordCount: 2,
      createdCount: 0,
      refusedCount: 1,
    });
    expect((await rowCounts(actor))[1]).toBe(0);
  });

  it("for all or nothing creates all rows of a good file", async () => {
    const actor = await admin();
    expect((await created(actor, file(...manyRows(2 * rowsPerChunk + 1)), "all_or_nothing")).batch).toMatchObject({
      status: "processed",
      createdCount: 2 * rowsPerChunk + 1,
      acceptedCount: 2 * rowsPerChunk + 1,
    });
    expect((await rowCounts(actor)).slice(1, 3)).toEqual([2 * rowsPerChunk + 1, 2 * rowsPerChunk + 1]);
  });
});
