import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { closeDb, db, maintain } from "@/db/client";
import { startCluster } from "@/db/embedded/cluster";
import { migrate } from "@/db/migrate";
import { initialStatus } from "@/lib/payouts/transitions";
import { startChild } from "@/scripts/run/child";
import { createOrganization } from "@/tests/support/factories";
import { startMailServer } from "@/tests/support/mail-server";
import { rounded } from "./figures";

export type WorkerFigures = {
  workers: number;
  emails: number;
  /** Emails that left in a second, all workers together. */
  emailsPerSecond: number;
  /** Which share of all emails had left when the last small organization had all of its own. */
  smallOrganizationsDoneAt: number;
};

const LARGE = 3_000;
const SMALL_ORGANIZATIONS = 20;
const SMALL = 3;
const POLL_MS = 100;
const MAINTAIN_MS = 60_000;

/**
 * Lets several worker processes send one large organization's emails and those of some small ones, all due at the same
 * time, to a mail server of this process.
 * @throws when an email left twice
 */
export async function benchWorkers(workers: number, say: (line: string) => void): Promise<WorkerFigures> {
  const folder = await mkdtemp(path.join(tmpdir(), "meridian-bench-"));
  const cluster = await startCluster({ dataDir: path.join(folder, "cluster"), discard: true });
  process.env.DATABASE_URL = cluster.url;
  const mail = await startMailServer();
  try {
    await migrate(cluster.url);
    const total = await fill();
    await maintain("vacuum (analyze)", MAINTAIN_MS);
    say(`${workers} workers send ${total.toLocaleString("en-US")} emails …`);
    const seconds = await drained(workers, () => mail.received.length, total);
    const sent = mail.received.map(({ to }) => to);
    if (new Set(sent).size !== sent.length) throw new Error("An email left twice.");
    const lastSmall = sent.findLastIndex((to) => to.startsWith("small"));
    return {
      workers,
      emails: total,
      emailsPerSecond: rounded(total / seconds),
      smallOrganizationsDoneAt: rounded((lastSmall + 1) / total),
    };
  } finally {
    await closeDb();
    await mail.close();
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The large organization's emails are due first, so that one queue for all would send them first. */
async function fill(): Promise<number> {
  await owe("large", LARGE, 60);
  for (let made = 0; made < SMALL_ORGANIZATIONS; made++) await owe("small", SMALL, 0);
  return LARGE + SMALL_ORGANIZATIONS * SMALL;
}

async function owe(name: string, count: number, secondsAgo: number): Promise<void> {
  const { id } = await createOrganization();
  await db.execute(sql`
    with made as (
      insert into payouts (organization_id, id, reference, recipient_name, recipient_email, amount_minor, currency, status,
          status_changed_at, created_at, expires_at)
        select ${id}, gen_random_uuid(), 'REF-' || n, 'Recipient ' || n, ${name} || '-' || ${id} || '-' || n || '@example.com', 12345, 'USD',
          ${initialStatus}, moment, moment, moment + interval '30 days'
        from generate_series(1, ${count}) as n, date_trunc('milliseconds', now()) as moment
        returning *)
    insert into emails (organization_id, id, payout_id, kind, ordinal, to_email, status, queued_at, next_attempt_at)
      select ${id}, gen_random_uuid(), id, 'payout_sent', 0, recipient_email, 'queued', created_at,
        created_at - make_interval(secs => ${secondsAgo}) from made`);
}

/** @returns the seconds from the first email to the last */
async function drained(workers: number, received: () => number, total: number): Promise<number> {
  const started = Array.from({ length: workers }, () =>
    startChild(["--import", "tsx", "lib/worker/main.ts"], { NODE_ENV: "production", DATABASE_POOL_SIZE: "12" }),
  );
  try {
    await until(() => received() > 0);
    const startedAt = performance.now();
    await until(() => received() >= total);
    return (performance.now() - startedAt) / 1_000;
  } finally {
    await Promise.all(started.map((worker) => worker.stop()));
  }
}

const until = (holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = setInterval(() => {
      if (!holds()) return;
      clearInterval(look);
      resolve();
    }, POLL_MS);
  });
