import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db, type Tx } from "@/db/client";
import { systemActor } from "@/lib/actor";
import { sealEvents } from "@/lib/audit/chain/sealing";
import { recordEvents } from "@/lib/events";
import { queueTable } from "@/lib/worker/queues";
import { Random } from "@/scripts/demo-data/random";
import { placed, record, sealEverything, tamper, verified } from "@/tests/support/chain";
import { useDatabase } from "@/tests/support/database";
import { createOrganization } from "@/tests/support/factories";
import { endWaiting, holding, untilWaiting } from "@/tests/support/lock-waiters";
import { daysAgo, keepingOrganization, moveEverything, rowsIn } from "@/tests/support/old-world";

useDatabase();

const signedIn = (occurredAt = new Date()) => ({ name: "user.signed_in" as const, occurredAt, data: { by: "test" } });

/** A transaction that stays open until `end` is called. */
async function opened(work: (tx: Tx) => Promise<unknown>) {
  let leave!: () => void;
  const left = new Promise<void>((resolve) => (leave = resolve));
  let done!: Promise<void>;
  let inside!: Tx;
  await new Promise<void>((begun, failed) => {
    const body = async (tx: Tx) => {
      await work((inside = tx));
      begun();
      await left;
    };
    done = holding(body);
    done.catch(failed);
  });
  return {
    tx: inside,
    end: () => {
      leave();
      return done;
    },
  };
}

/** Looks until a full block is sealed: what other databases of the server have open is waited for too. */
async function sealOne(size: number): Promise<number> {
  for (;;) {
    const full = await sealEvents(size);
    if (full > 0) return full;
  }
}

const blocks = async () => Number((await db.execute(sql`select count(*) from event_blocks`))[0]!.count);

describe("nothing is sealed before its place is settled, and nothing is left out", () => {
  it("while the younger of two transactions has the earlier place", async () => {
    const { id } = await createOrganization();
    const system = systemActor(id, "test");
    const older = await opened((tx) => tx.execute(sql`select pg_current_xact_id()`));
    const younger = await opened((tx) => recordEvents(tx, system, [signedIn()]));
    // Its number is lower than that of the one that stays open, and its places are higher.
    await recordEvents(older.tx, system, [signedIn(), signedIn(), signedIn()]);
    await older.end();
    for (let look = 0; look < 5; look++) await sealEvents(100);
    expect(await blocks()).toBe(0);
    await younger.end();
    await sealEverything(id);
    expect(await verified(id)).toMatchObject({ faults: [], told: { events: 4 } });
  });

  it("while many write, some of them long, and two workers seal", async () => {
    const random = new Random("writers of events");
    const ids = [(await createOrganization()).id, (await createOrganization()).id];
    const open: Awaited<ReturnType<typeof opened>>[] = [];
    let writing = true;
    const sealing = [7, 11].map(async (size) => {
      while (writing) await sealEvents(size);
    });
    for (let round = 0; round < 120; round++) {
      const system = systemActor(random.pick(ids), "test");
      const one = await opened((tx) => recordEvents(tx, system, [signedIn(), signedIn()].slice(random.pick([0, 1]))));
      open.push(one);
      if (open.length > 4 || random.pick([true, false]))
        await open.splice(random.pick([0, open.length - 1]), 1)[0]!.end();
    }
    for (const one of open) await one.end();
    writing = false;
    await Promise.all(sealing);
    for (const id of ids) {
      await sealEverything(id, 7);
      const { faults, told } = await verified(id);
      expect(faults).toEqual([]);
      expect(told.events).toBe((await placed(id)).length);
    }
  }, 60_000);

  it("when a worker dies in the middle of a block", async () => {
    const { id } = await createOrganization();
    await record(id, 50);
    const lock = await opened((tx) => tx.execute(sql`lock table event_blocks in share mode`));
    const dying = sealOne(10).catch((error: unknown) => error);
    await untilWaiting();
    await endWaiting();
    await lock.end();
    expect(await dying).toBeInstanceOf(Error);
    await sealEverything(id, 10);
    expect(await verified(id)).toMatchObject({ faults: [], told: { events: 50, root: { number: 5 } } });
  });
});

it("of a long log many blocks are sealed before another organization is asked", async () => {
  const { id } = await createOrganization();
  await record(id, 50);
  await sealOne(10);
  await record(id, 50);
  expect(await sealOne(10)).toBe(5);
});

describe("an event", () => {
  it("waits neither for another one who writes nor for who seals", async () => {
    const { id } = await createOrganization();
    await record(id, 20);
    const lock = await opened((tx) => tx.execute(sql`lock table event_blocks in share mode`));
    const sealing = sealOne(10);
    await untilWaiting();
    const one = await opened((tx) => recordEvents(tx, systemActor(id, "test"), [signedIn()]));
    await record(id, 5);
    await one.end();
    await lock.end();
    expect(await sealing).toBe(2);
    await sealEverything(id, 10);
    expect(await verified(id)).toMatchObject({ faults: [], told: { events: 26 } });
  });

  it("is sealed within a minute: a look notes up to where, and the next one seals it at the latest", () => {
    expect(2 * queueTable.seals.pollMs).toBeLessThan(60_000);
  });
});

describe("a sealed log holds", () => {
  it("when old events move to the archive, sealed before or not", async () => {
    const { organization, system } = await keepingOrganization();
    const old = (count: number) =>
      recordEvents(
        db,
        system,
        Array.from({ length: count }, () => signedIn(daysAgo(300))),
      );
    await old(20);
    await sealEverything(organization.id, 6);
    const { told } = await verified(organization.id);
    await old(5);
    await moveEverything();
    expect((await rowsIn("archive", "events")).length).toBe(25);
    await sealEverything(organization.id, 6);
    const after = await verified(organization.id, told.root!.hash);
    expect(after).toMatchObject({ faults: [], told: { events: told.events + 5, rootFound: true } });
  });

  it("when reason and data of an event are erased, which is the only change of one", async () => {
    const { id } = await createOrganization();
    await record(id, 6);
    await sealEverything(id);
    const change = (what: ReturnType<typeof sql>) =>
      db.execute(sql`update events set ${what} where organization_id = ${id} and reason is not null`);
    const erased = sql`reason = null, data = null, salt = null, erased_at = now()`;
    for (const refused of [
      sql`reason = 'other'`,
      sql`reason = null`,
      sql`${erased}, name = 'user.changed'`,
      sql`${erased}, content_hash = '\\x00'`,
      sql`erased_at = now()`,
    ])
      await expect(change(refused)).rejects.toThrow("append-only");
    await change(erased);
    expect(await verified(id)).toMatchObject({ faults: [], told: { events: 6, erased: 2 } });
  });

  it("when all its rows are copied into another database, whose transactions have other numbers", async () => {
    const { id } = await createOrganization();
    await record(id, 30);
    await sealEverything(id, 8);
    await record(id, 4);
    const before = await verified(id);
    await tamper(async (tx) => {
      for (const table of ["events", "event_blocks", "seal_candidates"].map((name) => sql.identifier(name))) {
        await tx.execute(sql`create temp table taken on commit drop as select * from ${table} limit 0`);
        await tx.execute(sql`insert into taken select * from ${table}`);
        await tx.execute(sql`delete from ${table}`);
        await tx.execute(sql`insert into ${table} select * from taken`);
        await tx.execute(sql`drop table taken`);
      }
      await tx.execute(sql`update seal_candidates set transaction_id = 9e15, sequence = sequence + 1000000`);
    });
    expect(await verified(id)).toEqual(before);
    await sealEverything(id, 8);
    expect(await verified(id, before.told.root!.hash)).toMatchObject({
      faults: [],
      told: { events: 34, rootFound: true },
    });
  });
});
