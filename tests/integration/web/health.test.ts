import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { workerBeats } from "@/db/schema/worker_beats";
import { beat, keepBeating, workerHealth } from "@/lib/worker/beat";
import { useDatabase } from "@/tests/support/database";

useDatabase();

const beats = () => db.select().from(workerBeats);
const beatAgo = (seconds: number, id: string = randomUUID()) => {
  const beatAt = new Date(Date.now() - seconds * 1_000);
  return db.insert(workerBeats).values({ id, startedAt: beatAt, beatAt });
};

test("before any worker has run there is no heartbeat, and nothing counts as alive", async () => {
  expect(await workerHealth()).toEqual({ lastBeatAt: null, alive: false });
});

test("a worker counts as alive for one minute after its last heartbeat", async () => {
  await beatAgo(65);
  expect(await workerHealth()).toMatchObject({ alive: false, lastBeatAt: expect.any(Date) });
  await beatAgo(50);
  expect((await workerHealth()).alive).toBe(true);
});

test("a worker has one row for all its heartbeats, and rows of workers dead for a day are removed", async () => {
  await beatAgo(90_000);
  const id = randomUUID();
  await beat(id);
  const [first] = await beats();
  await beat(id);
  const after = await beats();
  expect(after).toMatchObject([{ id, startedAt: first!.startedAt }]);
  expect(after[0]!.beatAt.getTime()).toBeGreaterThanOrEqual(first!.beatAt.getTime());
});

test("a worker that is stopped removes its heartbeat, so that the end of the last one shows at once", async () => {
  const stop = new AbortController();
  const beating = keepBeating(stop.signal);
  await expect.poll(async () => (await workerHealth()).alive).toBe(true);
  stop.abort();
  await beating;
  expect(await beats()).toEqual([]);
});
