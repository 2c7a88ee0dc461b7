import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db, readFor, type Executor } from "@/db/client";
import { openConnection } from "@/db/driver/open";
import { migrate } from "@/db/migrate";
import { payouts } from "@/db/schema/payouts";
import type { UserActor } from "@/lib/actor";
import { dashboard } from "@/lib/dashboard/queries";
import { cancelPayout } from "@/lib/payouts/mutations";
import { listPayouts } from "@/lib/payouts/queries";
import { databaseNow } from "@/lib/time";
import { keepLastWrite } from "@/lib/web/own-writes";
import { startDebianPostgres, whyNoReplica, type DebianServer } from "@/tests/support/debian-postgres";
import { createOrganization, createPayout, createUser, type Organization } from "@/tests/support/factories";
import { actorOfSession, beginSession, writerActorOf } from "@/tests/support/sessions";
import { exported } from "@/tests/support/walk-list";

type Person = {
  /** What a gate does around everything that writes. */
  write<T>(act: (actor: UserActor) => Promise<T>): Promise<T>;
  actor(): Promise<UserActor>;
};

async function newPerson(organization: Organization): Promise<Person> {
  const user = await createUser(organization);
  const session = await beginSession(user);
  const found = (actor: UserActor | null) => actor ?? Promise.reject(new Error("The session ended."));
  const person: Person = {
    actor: async () => found(await actorOfSession(session, "test")),
    async write(act) {
      const actor = await found(await writerActorOf(session, "test"));
      try {
        return await act(actor);
      } finally {
        await keepLastWrite(actor);
      }
    },
  };
  return person;
}

/** How many payouts are pending, and how many canceled, by the list, by the Dashboard and by the export. */
async function numbers(person: Person) {
  const actor = await person.actor();
  const at = { now: await databaseNow(db), timeZone: actor.timeZone };
  const total = async (status: "pending" | "canceled") =>
    (await listPayouts(actor, { filter: { status: [status] }, page: {} }, at)).total.count;
  const { asOf, summary } = await dashboard(actor, at);
  const rows = await exported(actor, {}, at);
  const inFile = (wanted: string) => rows.filter(({ status }) => status === wanted).length;
  const pendingTile = summary.tiles.find(({ group }) => group === "pending")!;
  return {
    list: { pending: await total("pending"), canceled: await total("canceled") },
    dashboard: {
      pending: pendingTile.count,
      canceled: summary.smallPrint.find(({ label }) => /cancel/.test(label))!.count,
    },
    exported: { pending: inFile("pending"), canceled: inFile("canceled") },
    ageMs: at.now.getTime() - asOf.getTime(),
  };
}

const onReplica = async (person: Person): Promise<boolean> => {
  const where = async (on: Executor) => on.execute<{ replica: boolean }>(sql`select pg_is_in_recovery() as replica`);
  return (await readFor(await person.actor(), where))[0]!.replica;
};
const soon = { timeout: 30_000, interval: 100 };
const untilOnReplica = (person: Person) =>
  expect
    .poll(async () => {
      // A replica that replays nothing cannot tell how old it is; in production the worker's beats are enough.
      await db.execute(sql`select pg_current_xact_id()`);
      return onReplica(person);
    }, soon)
    .toBe(true);

describe.skipIf(whyNoReplica !== null)(`reads on a replica${whyNoReplica ? ` (${whyNoReplica})` : ""}`, () => {
  let primary: DebianServer;
  let replica: DebianServer;
  let person: Person;
  let organization: Organization;
  const made = { pending: 0, canceled: 0 };

  beforeAll(async () => {
    primary = await startDebianPostgres();
    await migrate(primary.url);
    replica = await primary.replica();
    await closeDb();
    process.env.DATABASE_REPLICA_URL = replica.url;
    organization = await createOrganization();
    person = await newPerson(organization);
  });

  afterAll(async () => {
    await closeDb();
    await replica?.remove();
    await primary?.remove();
  });

  /** Makes two payouts, cancels one, and looks at once. */
  async function writeAndLook(): Promise<void> {
    await person.write(async (actor) => {
      const { id } = await createPayout(actor);
      await createPayout(actor);
      await cancelPayout(actor, id, "A test");
    });
    made.pending++;
    made.canceled++;
    const { ageMs, ...shown } = await numbers(person);
    expect(shown).toEqual({ list: made, dashboard: made, exported: made });
    expect(ageMs).toBeLessThan(15_000);
  }

  it("answers from the replica what the person wrote, as soon as it is there", async () => {
    await writeAndLook();
    await untilOnReplica(person);
    const { ageMs: _, ...shown } = await numbers(person);
    expect(shown).toEqual({ list: made, dashboard: made, exported: made });
  });

  it("answers from the primary what the replica does not have yet, and others still from the replica", async () => {
    const other = await newPerson(organization);
    await untilOnReplica(person);
    await onServer(replica, "select pg_wal_replay_pause()");
    await expect
      .poll(() => onServer(replica, "select pg_get_wal_replay_pause_state() = 'paused' as is"), soon)
      .toEqual([{ is: true }]);
    const before = { ...made };
    await writeAndLook();
    expect(await onReplica(person)).toBe(false);
    expect(await onReplica(other)).toBe(true);
    const late = await numbers(other);
    expect(late).toMatchObject({ list: before, dashboard: before, exported: before });
    expect(late.ageMs).toBeGreaterThan(0);
    // Nobody is shown what is older than 15 seconds.
    await expect.poll(() => onReplica(other), soon).toBe(false);
    expect(await numbers(other)).toMatchObject({ list: made, dashboard: made, exported: made });
    await onServer(replica, "select pg_wal_replay_resume()");
    await untilOnReplica(person);
  });

  it("reads from the primary from the moment an action begins, whatever becomes of it", async () => {
    await untilOnReplica(person);
    await expect(
      person.write(async () => {
        expect(await onReplica(person)).toBe(false);
        throw new Error("refused");
      }),
    ).rejects.toThrow("refused");
    await untilOnReplica(person);
  });

  it("goes on at the primary while the replica hangs, and comes back", async () => {
    await untilOnReplica(person);
    replica.signal("STOP");
    const began = performance.now();
    await writeAndLook();
    expect(performance.now() - began).toBeLessThan(8_000);
    replica.signal("CONT");
    await untilOnReplica(person);
  });

  it("never shows an error or an older number while the replica is stopped and started under reads", async () => {
    let ended = false;
    const writing = (async () => {
      let rounds = 0;
      for (; !ended || rounds < 3; rounds++) await writeAndLook();
      return rounds;
    })();
    replica.stop("immediate");
    replica.start();
    replica.stop();
    replica.start();
    ended = true;
    expect(await writing).toBeGreaterThan(2);
    await untilOnReplica(person);
  });

  it("no longer asks a replica that was promoted", async () => {
    await untilOnReplica(person);
    const other = await newPerson(organization);
    await untilOnReplica(other);
    await onServer(replica, "select pg_promote()");
    await writeAndLook();
    expect(await numbers(other)).toMatchObject({ list: made, dashboard: made, exported: made });
  });
});

describe.skipIf(whyNoReplica !== null)(`failing over${whyNoReplica ? ` (${whyNoReplica})` : ""}`, () => {
  const servers: DebianServer[] = [];

  afterAll(async () => {
    await closeDb();
    for (const server of servers.reverse()) await server.remove();
  });

  it("keeps every write that was acknowledged under synchronous replication when the primary dies", async () => {
    const primary = await startDebianPostgres();
    servers.push(primary);
    await migrate(primary.url);
    const replica = await primary.replica();
    servers.push(replica);
    await onServer(primary, "alter system set synchronous_standby_names = '*'");
    await onServer(primary, "select pg_reload_conf()");
    await expect
      .poll(() => onServer(primary, "select sync_state as is from pg_stat_replication"), soon)
      .toEqual([{ is: "sync" }]);
    delete process.env.DATABASE_REPLICA_URL;
    await closeDb();
    const organization = await createOrganization();
    const acknowledged: string[] = [];
    const writing = (async () => {
      for (;;) acknowledged.push((await createPayout(organization)).id);
    })();
    await expect.poll(() => acknowledged.length, soon).toBeGreaterThan(50);
    primary.stop("immediate");
    await expect(writing).rejects.toThrow();
    await onServer(replica, "select pg_promote()");
    await closeDb();
    process.env.DATABASE_URL = replica.url;
    const kept = await db.select({ id: payouts.id }).from(payouts);
    expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged));
  });
});

async function onServer(server: DebianServer, statement: string): Promise<unknown[]> {
  const connection = await openConnection({ url: server.url, pooled: false });
  try {
    return [...(await connection.send(statement))];
  } finally {
    await connection.close();
  }
}
