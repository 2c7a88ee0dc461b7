import { execFile, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db, isDatabaseUnavailable } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { payouts } from "@/db/schema/payouts";
import { systemActor } from "@/lib/actor";
import { finishBatch } from "@/lib/batches/ingest/work";
import { file, manyRows, received } from "@/tests/support/batch-files";
import { programFile, useDatabase } from "@/tests/support/database";
import { createOrganization } from "@/tests/support/factories";
import { endWaiting, holding, untilWaiting } from "@/tests/support/lock-waiters";

const url = useDatabase();
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), "import-"))));
afterAll(() => rm(folder, { recursive: true }));

const content = file(...manyRows(3));
const safe = "Running the same command again is safe";

type Outcome = { status: number; out: string; err: string };

async function start(
  slug: string,
  environment: Record<string, string> = {},
): Promise<{ child: ChildProcess; outcome: Promise<Outcome> }> {
  const name = path.join(folder, "payouts.csv");
  await writeFile(name, content.content);
  const args = [programFile("import"), name, "--organization", slug];
  let child!: ChildProcess;
  const outcome = new Promise<Outcome>((resolve) => {
    child = execFile(
      process.execPath,
      args,
      { env: { ...process.env, DATABASE_URL: url, ...environment } },
      (error, out, err) => resolve({ status: error ? Number(error.code ?? -1) : 0, out, err }),
    );
  });
  return { child, outcome };
}

/** A command that waits for a batch in another worker's hands, until `due` is called. */
async function waiting() {
  const organization = await createOrganization();
  const { batch } = await received(systemActor(organization.id, "first"), content, { auto: { mode: "valid_rows" } });
  await db.update(batches).set({ nextAttemptAt: sql`now() + interval '1 hour'` });
  const others = await asking();
  const command = await start(organization.slug);
  // It asks for its batch repeatedly.
  await expect
    .poll(async () => (await asking()).filter((pid) => !others.includes(pid)), { timeout: 60_000, interval: 50 })
    .not.toEqual([]);
  return {
    ...command,
    slug: organization.slug,
    batch,
    due: () => db.update(batches).set({ nextAttemptAt: sql`now()` }),
    created: () => db.$count(payouts, eq(payouts.batchId, batch.id)),
  };
}

/** Connections whose last statement asked for a batch. The server keeps the beginning of a statement alone. */
async function asking(): Promise<number[]> {
  const rows = await db.execute<{ pid: number }>(
    sql`select pid from pg_stat_activity where datname = current_database() and query like 'select "batches".%' and pid <> pg_backend_pid()`,
  );
  return rows.map(({ pid }) => pid);
}

describe("an import whose database is briefly unavailable", () => {
  it("continues once the database is back, and reports how the batch ended", async () => {
    const { outcome, due, created } = await waiting();
    await holding(async (tx) => {
      await tx.execute(sql`lock table batches in access exclusive mode`);
      await untilWaiting();
      await endWaiting();
    });
    await due();
    expect(await outcome).toMatchObject({ status: 0, err: "" });
    expect(await created()).toBe(3);
  });

  it("is given up when the database stays away longer than the limit", async () => {
    const { id } = await createOrganization();
    const actor = systemActor(id, "test");
    const { batch } = await received(actor, content, { auto: { mode: "valid_rows" } });
    await holding(async (tx) => {
      await tx.execute(sql`lock table batches in access exclusive mode`);
      const error: unknown = await finishBatch(actor, batch.id, undefined, 0).catch((thrown: unknown) => thrown);
      expect(isDatabaseUnavailable(error)).toBe(true);
    });
  });
});

describe("an import that cannot finish", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends with 3 on %s, says where the file is, and can be continued by the same command",
    async (signal) => {
      const { child, outcome, slug, batch, due, created } = await waiting();
      child.kill(signal);
      const { status, err } = await outcome;
      expect([status, err]).toEqual([3, expect.stringContaining(signal)]);
      expect(err).toMatch(
        new RegExp(
          `stored as batch ${batch.id}: http://\\S+/batches/${batch.id}\n[^]*may be payouts by now[^]*${safe}`,
        ),
      );
      await due();
      expect(await (await start(slug)).outcome).toMatchObject({ status: 0 });
      expect(await created()).toBe(3);
    },
  );

  it.each([
    [
      "the database cannot be reached",
      { DATABASE_URL: "postgres://nobody:secret@127.0.0.1:1/none" },
      "Cannot use the database none",
    ],
    [
      "the schema cannot be brought up to date",
      { DATABASE_URL: url.replace(/\/[^/]*$/, "/there_is_none") },
      "there_is_none",
    ],
    ["a setting is malformed", { LINK_KEY: "short" }, "LINK_KEY must be"],
  ])("ends with 3 because %s, and stores nothing", async (_, environment, why) => {
    const { slug } = await createOrganization();
    const { status, out, err } = await (await start(slug, environment)).outcome;
    expect([status, out]).toEqual([3, ""]);
    expect(err).toContain(why);
    expect(err).toMatch(new RegExp(`The file was not stored, and nothing was created\\.\n${safe}`));
    expect(err).not.toContain("secret");
    expect(await db.$count(batches)).toBe(0);
  });

  it("ends with 3 and names the batch when the work on it fails", async () => {
    const { outcome, batch, due } = await waiting();
    await db.execute(sql`delete from batch_file_chunks`);
    await due();
    const { status, err } = await outcome;
    expect([status, err]).toEqual([3, expect.stringContaining(`stored as batch ${batch.id}`)]);
  });
});
