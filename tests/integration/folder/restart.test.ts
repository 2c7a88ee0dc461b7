import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { asc, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { payouts } from "@/db/schema/payouts";
import { systemActor } from "@/lib/actor";
import { discardBatch } from "@/lib/batches/mutations";
import { programFile, useDatabase } from "@/tests/support/database";
import { createOrganization } from "@/tests/support/factories";
import { fileOf, lookOnce, looksUntil, row, useImportFolder } from "@/tests/support/import-folder";

vi.setConfig({ testTimeout: 90_000 });
const databaseUrl = useDatabase();
const folder = useImportFolder();

const delivered = ["a.csv", "a.csv.result.csv"];
const key = "working";

/** A folder whose file was taken, became two payouts, and got its response. */
async function finishedFile() {
  const { id, slug } = await createOrganization();
  await folder.drop(slug, "a.csv", fileOf(row("R1"), row("R2")));
  await looksUntil(() => folder.names(slug, "done")).toEqual(delivered);
  const [batch] = await db.select().from(batches).where(eq(batches.organizationId, id));
  const working = path.join(slug, key, batch!.id);
  await mkdir(folder.at(working));
  return {
    slug,
    batch: batch!,
    working,
    move: (from: string, to: string) => rename(folder.at(slug, from), folder.at(to)),
  };
}

const stored = async () =>
  (await db.select({ reference: payouts.reference }).from(payouts).orderBy(asc(payouts.reference))).map(
    ({ reference }) => reference,
  );

describe("after a worker died", () => {
  it("before the file was stored, another worker stores it", async () => {
    const { slug } = await createOrganization();
    await mkdir(folder.at(slug, key, uuidv7()), { recursive: true });
    const left = path.join(slug, key, uuidv7());
    await mkdir(folder.at(left));
    await writeFile(folder.at(left, "a.csv"), fileOf(row("R1")));
    await writeFile(folder.at(`${left}.part`), "half a resp");
    await looksUntil(() => folder.names(slug, "done")).toEqual(delivered);
    expect(await stored()).toEqual(["R1"]);
  });

  it("after the file was stored, another worker writes the response with its rows and creates nothing again", async () => {
    const { slug, working, move } = await finishedFile();
    await move("done/a.csv", path.join(working, "a.csv"));
    await writeFile(folder.at(slug, "done", "a.csv.result.csv"), "somebody else's");
    await looksUntil(() => folder.names(slug, "done")).toEqual(["a-2.csv", "a-2.csv.result.csv", "a.csv.result.csv"]);
    expect(await folder.answer(slug, "done", "a-2.csv.result.csv")).toMatchObject([
      { reference: "R1", result: "created" },
      { reference: "R2", result: "created" },
    ]);
    expect(await stored()).toEqual(["R1", "R2"]);
    expect(await folder.names(slug, key)).toEqual([]);
  });

  it("with the response written and the file not moved, both arrive once", async () => {
    const { slug, working, move } = await finishedFile();
    await mkdir(folder.at(`${working}.done`));
    await move("done/a.csv", path.join(working, "a.csv"));
    await move("done/a.csv.result.csv", path.join(`${working}.done`, "a.csv.result.csv"));
    await looksUntil(() => folder.names(slug, "done")).toEqual(delivered);
    expect(await folder.names(slug, key)).toEqual([]);
  });

  it("with the file moved and the response not, the response follows", async () => {
    const { slug, working, move } = await finishedFile();
    await mkdir(folder.at(`${working}.done`));
    await move("done/a.csv.result.csv", path.join(`${working}.done`, "a.csv.result.csv"));
    await looksUntil(() => folder.names(slug, "done")).toEqual(delivered);
    expect(await folder.names(slug, key)).toEqual([]);
  });
});

it("a file that grew after it was taken is taken again: existing rows are refused, the others created", async () => {
  const { slug, working, move } = await finishedFile();
  await move("done/a.csv", path.join(working, "a.csv"));
  await appendFile(folder.at(working, "a.csv"), `\n${row("R3")}`);
  await looksUntil(() => folder.names(slug, "done")).toEqual(["a-2.csv", "a-2.csv.result.csv", "a.csv.result.csv"]);
  expect(await folder.answer(slug, "done", "a-2.csv.result.csv")).toMatchObject([
    { reference: "R1", result: "refused", error_code: "reference_used" },
    { reference: "R2", result: "refused", error_code: "reference_used" },
    { reference: "R3", result: "created" },
  ]);
  expect(await stored()).toEqual(["R1", "R2", "R3"]);
});

it("a file that was discarded in the portal moves to refused/ with a response that says so", async () => {
  const { id, slug } = await createOrganization();
  const left = path.join(slug, key, uuidv7());
  await folder.drop(left, "a.csv", fileOf(row("R1")));
  const discard = async () => {
    // Takes the file; its validation would start with the next look.
    await lookOnce();
    const [batch] = await db.select().from(batches).where(eq(batches.organizationId, id));
    if (batch) await discardBatch(systemActor(id, "test"), batch.id);
    return batch !== undefined;
  };
  await expect.poll(discard, { timeout: 20_000, interval: 200 }).toBe(true);
  await looksUntil(() => folder.names(slug, "refused")).toEqual(delivered);
  expect(await folder.answer(slug, "refused", "a.csv.result.csv")).toMatchObject([{ result: "discarded" }]);
  expect(await stored()).toEqual([]);
});

describe("several workers on one folder", () => {
  const running: ChildProcess[] = [];
  afterEach(async () => {
    for (const worker of running.splice(0)) {
      worker.kill("SIGKILL");
      if (worker.exitCode === null && worker.signalCode === null) await once(worker, "exit");
    }
  });

  async function startWorker() {
    const worker = spawn(process.execPath, [programFile("worker")], {
      env: { ...process.env, DATABASE_URL: databaseUrl },
      stdio: ["ignore", "pipe", "inherit"],
    });
    running.push(worker);
    return String((await once(worker.stdout!, "data"))[0]);
  }

  it("take each file once, also when one of them is killed", async () => {
    const { slug } = await createOrganization();
    const names = Array.from({ length: 12 }, (_, index) => `f${index + 10}.csv`);
    for (const name of names)
      await folder.drop(slug, name, fileOf(row(name.slice(0, 3).toUpperCase()), row(`${name.slice(0, 3)}X`)));
    const [said] = await Promise.all([startWorker(), startWorker()]);
    expect(said).toContain("imports");
    await expect.poll(() => folder.names(slug, "done"), { timeout: 40_000, interval: 20 }).not.toEqual([]);
    running[0]!.kill("SIGKILL");
    // The lease of the killed worker ends now, which frees its files.
    const over = async () => {
      await db
        .update(batches)
        .set({ nextAttemptAt: new Date(0) })
        .where(sql`leased_until is not null`);
      return folder.names(slug, "done");
    };
    await expect
      .poll(over, { timeout: 40_000, interval: 500 })
      .toEqual(names.flatMap((name) => [name, `${name}.result.csv`]));
    for (const name of names)
      expect(await folder.answer(slug, "done", `${name}.result.csv`)).toMatchObject([
        { result: "created" },
        { result: "created" },
      ]);
    expect(await stored()).toHaveLength(24);
  });
});
