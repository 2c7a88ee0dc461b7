import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { eq, ne, sql } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { db, listen, transaction } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { notifyWorkers, workChannel } from "@/lib/queue";
import { createEmail, createOrganization, createPayout } from "@/tests/support/factories";
import { programFile, useDatabase } from "@/tests/support/database";
import { startMailServer } from "@/tests/support/mail-server";

// Each test starts whole processes, which is slow on a busy machine.
vi.setConfig({ testTimeout: 90_000 });
const databaseUrl = useDatabase();
const running: ChildProcess[] = [];
let close: (() => Promise<void>) | undefined;

afterEach(async () => {
  for (const worker of running.splice(0)) await end(worker, "SIGKILL");
  await close?.();
  close = undefined;
});

/** The worker as a real process; returns once it reports that it is serving. */
async function startWorker() {
  const worker = spawn(process.execPath, [programFile("worker")], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.push(worker);
  const said = String((await once(worker.stdout!, "data"))[0]);
  return { worker, said };
}

async function end(worker: ChildProcess, signal: NodeJS.Signals) {
  if (worker.exitCode !== null || worker.signalCode !== null) return worker.exitCode;
  worker.kill(signal);
  const [code] = (await once(worker, "exit")) as [number | null];
  return code;
}

async function mailServer(behaviour: Parameters<typeof startMailServer>[0] = {}) {
  const server = await startMailServer(behaviour);
  close = server.close;
  return server;
}

async function queueEmails(count: number) {
  const organization = await createOrganization();
  for (let index = 0; index < count; index++) await createEmail(await createPayout(organization), { status: "queued" });
}

const countSent = () => db.$count(emails, eq(emails.status, "sent"));
const unsent = () =>
  db
    .select({ status: emails.status, attempts: emails.attempts, lastError: emails.lastError })
    .from(emails)
    .where(ne(emails.status, "sent"));
const patience = { timeout: 60_000, interval: 100 };

test("two workers share the emails: each leaves once, with one event", async () => {
  const server = await mailServer();
  await queueEmails(24);
  await Promise.all([startWorker(), startWorker()]);
  await expect.poll(unsent, patience).toEqual([]);
  expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(24);
  expect(server.received).toHaveLength(24);
  expect(await db.$count(events, eq(events.name, "email.sent"))).toBe(24);
});

test("what a killed worker had claimed is sent by another after the lease, with the same Message-ID", async () => {
  let reached = () => {};
  const atServer = new Promise<void>((resolve) => (reached = resolve));
  let tries = 0;
  const ids: string[] = [];
  await mailServer({
    beforeAccept: async ({ messageId }) => {
      ids.push(messageId);
      if (++tries > 1) return;
      reached();
      await new Promise(() => {});
    },
  });
  await queueEmails(1);
  const { worker } = await startWorker();
  await atServer;
  await end(worker, "SIGKILL");
  const [held] = await db.select().from(emails);
  expect(held).toMatchObject({ status: "queued", fence: 1 });
  expect(held!.leasedUntil!.getTime() - Date.now()).toBeLessThanOrEqual(60_000);
  await db.update(emails).set({ nextAttemptAt: new Date(0) });
  await startWorker();
  await expect.poll(countSent, patience).toBe(1);
  expect(ids).toEqual([ids[0], ids[0]]);
});

test("a stopped worker finishes its current email and exits successfully", async () => {
  let reached = () => {};
  const atServer = new Promise<void>((resolve) => (reached = resolve));
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await mailServer({ beforeAccept: () => (reached(), answered) });
  await queueEmails(1);
  const { worker } = await startWorker();
  await atServer;
  const ended = end(worker, "SIGTERM");
  answer();
  expect(await ended).toBe(0);
  expect(await countSent()).toBe(1);
});

test("new work is found without notifying the worker", async () => {
  await mailServer();
  await startWorker();
  await queueEmails(1);
  await expect.poll(countSent, patience).toBe(1);
});

test("notifying a queue reaches the workers when the transaction commits, and not when it rolls back", async () => {
  const heard: string[] = [];
  const subscription = await listen(workChannel, (name) => heard.push(name));
  await transaction(async (tx) => {
    await tx.execute(sql`select ${notifyWorkers("never")}`);
    throw new Error("undone");
  }).catch(() => undefined);
  await transaction(async (tx) => {
    await tx.execute(sql`select ${notifyWorkers("emails")}`);
    expect(heard).toEqual([]);
  });
  await expect.poll(() => heard, patience).toEqual(["emails"]);
  await subscription.close();
});

test("without a mail server emails stay queued and unchanged, the worker says so, and expiries continue", async () => {
  delete process.env.SMTP_URL;
  await queueEmails(1);
  const due = await createPayout(await createOrganization(), { expiresAt: new Date(Date.now() - 1_000) });
  const { said } = await startWorker();
  expect(said).toBe(
    "The worker serves batches, runs, erasures, expiries, reminders, digests, counts, snapshots, search, retention, removals, seals, payments, and sandbox. SMTP_URL is not set, so emails stay queued.\n",
  );
  const status = async () =>
    (await db.select({ status: payouts.status }).from(payouts).where(eq(payouts.id, due.id)))[0]?.status;
  await expect.poll(status, patience).toBe("expired");
  expect(await db.select().from(emails)).toMatchObject([{ status: "queued", attempts: 0, fence: 0, lastError: null }]);
});
