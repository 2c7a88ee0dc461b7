import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eq } from "drizzle-orm";
import { closeDb, db } from "@/db/client";
import { openConnection } from "@/db/driver/open";
import { migrate } from "@/db/migrate";
import { payouts } from "@/db/schema/payouts";
import { tabs, tabKeys, tiles } from "@/lib/dashboard/sections";
import { payoutsExportHref, payoutsHref, type PayoutFilter } from "@/lib/payouts/list/filter";
import { cancelPayout } from "@/lib/payouts/mutations";
import { payoutStatuses } from "@/lib/payouts/status";
import { sessionCookie, sessionCookieValue, type SessionClaims } from "@/lib/web/session-cookie";
import { keepLastWrite } from "@/lib/web/own-writes";
import { buildIfNeeded } from "@/scripts/run/build";
import { startDebianPostgres, whyNoReplica, type DebianServer } from "@/tests/support/debian-postgres";
import { createOrganization, createPayout, createUser, type Organization } from "@/tests/support/factories";
import { startMachine, startProxy, type Machine } from "@/tests/support/machines";
import { beginSession, writerActorOf } from "@/tests/support/sessions";

const DAY_MS = 86_400_000;
const soon = { timeout: 60_000, interval: 250 };

/** Each number of payouts on the Dashboard: where it stands in the page, and the filter behind it. */
const numbers: { testId: string; filter: PayoutFilter }[] = [
  ...tiles.map(({ group, filter }) => ({ testId: `tile-${group}`, filter })),
  ...tabKeys.flatMap((key) =>
    tabs[key].rows === "payouts" ? [{ testId: `tab-${key}`, filter: tabs[key].viewAll }] : [],
  ),
];

const numberIn = (html: string, testId: string): number => {
  const [, text] = new RegExp(`data-testid="${testId}"[^>]*>([\\d,]+)`).exec(html) ?? [];
  if (text === undefined) throw new Error(`The page shows no ${testId}: ${html.slice(0, 300)}`);
  return Number(text.replaceAll(",", ""));
};

describe.skipIf(whyNoReplica !== null)(`two machines${whyNoReplica ? ` (${whyNoReplica})` : ""}`, () => {
  let primary: DebianServer;
  let replica: DebianServer;
  const machines: Machine[] = [];
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  let organization: Organization;
  let session: SessionClaims;

  beforeAll(async () => {
    expect(await buildIfNeeded()).toBe(true);
    primary = await startDebianPostgres();
    await migrate(primary.url);
    replica = await primary.replica();
    await closeDb();
    process.env.DATABASE_URL = primary.url;
    const environment = {
      NODE_ENV: "production",
      DATABASE_URL: primary.url,
      DATABASE_REPLICA_URL: replica.url,
      PORTAL_URL: "http://127.0.0.1:3000",
      SMTP_URL: "",
      AUTH_SECRET: process.env.AUTH_SECRET!,
      LINK_KEY: process.env.LINK_KEY!,
      DETAILS_KEYS: process.env.DETAILS_KEYS!,
    };
    machines.push(await startMachine(environment), await startMachine(environment));
    proxy = await startProxy(machines.map(({ port }) => port));
    organization = await createOrganization();
    session = await beginSession(await createUser(organization, { role: "admin" }));
    for (const status of payoutStatuses) for (let n = 0; n < 3; n++) await createPayout(organization, { status });
    for (let n = 0; n < 3; n++) await createPayout(organization, { expiresAt: new Date(Date.now() + DAY_MS) });
  }, 600_000);

  afterAll(async () => {
    await proxy?.close();
    await Promise.all(machines.flatMap(({ web, worker }) => [web.stop(), worker.stop()]));
    await closeDb();
    await replica?.remove();
    await primary?.remove();
  }, 60_000);

  async function get(path: string): Promise<string> {
    const cookie = `${sessionCookie().name}=${sessionCookieValue(session)}`;
    const answer = await fetch(proxy.url + path, { headers: { cookie }, redirect: "manual" });
    expect(answer.status, path).toBe(200);
    return answer.text();
  }

  /** What a server action does around its work. */
  async function cancelOne(): Promise<void> {
    const actor = (await writerActorOf(session, "test"))!;
    const { id } = await createPayout(actor);
    await cancelPayout(actor, id, "A test");
    await keepLastWrite(actor);
  }

  /** Every number of the Dashboard beside the total of the list behind it and the rows of its export. */
  async function walk(): Promise<void> {
    const page = await get("/");
    for (const { testId, filter } of numbers) {
      const shown = numberIn(page, testId);
      const listed = numberIn(await get(payoutsHref(filter)), "total");
      const exported = (await get(payoutsExportHref(filter))).trimEnd().split("\n").length - 1;
      expect({ testId, listed, exported }).toEqual({ testId, listed: shown, exported: shown });
    }
  }

  it("show each person what they did at once, and each number as many as its list and its export, while others write", async () => {
    const others = await createOrganization();
    let writing = true;
    const writer = (async () => {
      while (writing) await createPayout(others);
    })();
    try {
      const canceled = async () => numberIn(await get(payoutsHref({ status: ["canceled"] })), "total");
      for (let round = 0, before = await canceled(); round < 6; round++, before++) {
        await cancelOne();
        expect(await canceled()).toBe(before + 1);
        expect(await canceled()).toBe(before + 1);
        await walk();
      }
    } finally {
      writing = false;
      await writer;
    }
    expect(Math.min(...machines.map(({ port }) => proxy.answered.get(port) ?? 0))).toBeGreaterThan(20);
    await expect.poll(() => readsOf(replica), soon).toBeGreaterThan(0);
  });

  it("show the same numbers and no error page while the replica is stopped, and after it is back", async () => {
    replica.stop("immediate");
    await walk();
    await cancelOne();
    await walk();
    replica.start();
    await walk();
  });

  it("go on with one portal and one worker when the other machine is gone", async () => {
    const [gone] = machines.splice(0, 1);
    await Promise.all([gone!.web.stop(), gone!.worker.stop()]);
    await walk();
    const { id } = await createPayout(organization, { expiresAt: new Date(Date.now() - 1_000) });
    const status = async () => (await db.select().from(payouts).where(eq(payouts.id, id)))[0]!.status;
    await expect.poll(status, soon).toBe("expired");
    await walk();
  });
});

/** How often a server read its table of payouts. */
async function readsOf({ url }: DebianServer): Promise<number> {
  const connection = await openConnection({ url, pooled: false });
  try {
    const [row] = await connection.send(
      "select (seq_scan + idx_scan)::int as reads from pg_stat_user_tables where relname = 'payouts'",
    );
    return Number((row as { reads: unknown } | undefined)?.reads);
  } finally {
    await connection.close();
  }
}
