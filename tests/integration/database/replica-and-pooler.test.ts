import { createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { and, eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { closeDb, db, keepingPlans, readFor, type Executor } from "@/db/client";
import { openConnection } from "@/db/driver/open";
import { ConnectionPool } from "@/db/driver/pool";
import { runAlone } from "@/db/driver/transaction";
import { users } from "@/db/schema/users";
import { keepLastWrite } from "@/lib/web/own-writes";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { freePort } from "@/tests/support/free-port";
import { actorOfSession, beginSession, writerActorOf } from "@/tests/support/sessions";

const url = useDatabase();
let silent: Server | undefined;
const unanswered: Socket[] = [];

afterEach(async () => {
  for (const socket of unanswered.splice(0)) socket.destroy();
  await closeDb();
  delete process.env.DATABASE_REPLICA_URL;
  delete process.env.DATABASE_POOLER;
  silent?.close();
  silent = undefined;
});

async function withReplica(address: string): Promise<void> {
  await closeDb();
  process.env.DATABASE_REPLICA_URL = address;
}

const at = (port: number) => `postgres://meridian@127.0.0.1:${port}/meridian`;

async function silentPort(): Promise<number> {
  silent = createServer((socket) => unanswered.push(socket)).listen(0, "127.0.0.1");
  await once(silent, "listening");
  return (silent.address() as { port: number }).port;
}

describe("a replica that is of no use", () => {
  const useless: [string, () => Promise<string>][] = [
    ["follows nobody, as after a promotion", async () => url],
    ["refuses connections", async () => at(await freePort())],
    ["takes connections and never answers", async () => at(await silentPort())],
  ];

  it.each(useless)("that %s costs a moment once, and no error", async (_, address) => {
    await withReplica(await address());
    const reader = { ...(await createUser(await createOrganization())).actor, lastWrite: null };
    const read = () => readFor(reader, async (on: Executor, asOf) => [await on.execute(sql`select 1 as one`), asOf]);
    for (let reads = 0; reads < 5; reads++) expect(await read()).toEqual([[{ one: 1 }], null]);
    // What never answers is waited for once.
    expect(unanswered.length).toBeLessThanOrEqual(1);
  });
});

describe("the place of a person's latest write", () => {
  async function person() {
    const user = await createUser(await createOrganization());
    const session = await beginSession(user);
    const own = and(eq(users.organizationId, user.organizationId), eq(users.id, user.id));
    const kept = async () => (await db.select({ is: users.lastWrite }).from(users).where(own))[0]!.is;
    return { session, kept };
  }

  it("is beyond every replica while they write, and the end of the log afterwards", async () => {
    await withReplica(url);
    const { session, kept } = await person();
    const reader = await actorOfSession(session, "test");
    expect(reader).toMatchObject({ lastWrite: null });
    const writer = await writerActorOf(session, "test");
    expect({ ...writer, lastWrite: null }).toEqual(reader);
    expect(await kept()).toBe("FFFFFFFF/FFFFFFFF");
    await keepLastWrite(writer!);
    const place = await kept();
    expect(place).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/);
    const [inLog] = await db.execute(sql`select ${place}::pg_lsn <= pg_current_wal_insert_lsn() as is`);
    expect(inLog).toEqual({ is: true });
    expect(await actorOfSession(session, "test")).toMatchObject({ lastWrite: place });
  });

  it("makes no writer of somebody whose session ended", async () => {
    await withReplica(url);
    const { session, kept } = await person();
    expect(await writerActorOf({ ...session, organizationId: (await createOrganization()).id }, "test")).toBeNull();
    expect(await kept()).toBeNull();
  });

  it("is not kept without a replica", async () => {
    const { session, kept } = await person();
    await keepLastWrite((await writerActorOf(session, "test"))!);
    expect(await kept()).toBeNull();
  });
});

describe("with DATABASE_POOLER", () => {
  it("each statement has its limits, and the session that others get has none of them", async () => {
    const pool = new ConnectionPool(() => openConnection({ url, pooled: true }), 1);
    const limit = "select current_setting('statement_timeout') as is";
    const alone = (statement: string) => pool.use(5_000, async (lease) => [...(await runAlone(lease, statement))]);
    expect(await alone(limit)).toEqual([{ is: "7500ms" }]);
    await expect(alone("select 1 / 0")).rejects.toThrow("division by zero");
    expect(await pool.use(5_000, async (lease) => [...(await lease.run(limit))])).toEqual([{ is: "0" }]);
    await pool.close();
  });

  it("no statement is prepared by a name", async () => {
    process.env.DATABASE_POOLER = "transaction";
    await closeDb();
    const prepared = sql`select count(*)::int as count from pg_prepared_statements where ${true}`;
    for (let times = 0; times < 3; times++) expect(await keepingPlans(db).execute(prepared)).toEqual([{ count: 0 }]);
  });
});
