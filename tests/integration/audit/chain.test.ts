import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { useDatabase } from "@/tests/support/database";
import { insertCopy, placed, record, sealEverything, tamper, verified, type Placed } from "@/tests/support/chain";
import { createOrganization } from "@/tests/support/factories";

useDatabase();

/** An organization with 10,000 sealed events in blocks of 1,000, and between them those of another one. */
async function sealedLog(count = 10_000, size = 1_000) {
  const { id } = await createOrganization();
  const other = await createOrganization();
  for (let part = 0; part < 4; part++) {
    await record(id, count / 4);
    await record(other.id, 5);
  }
  await sealEverything(id, size);
  await sealEverything(other.id, size);
  return { id, other: other.id, all: await placed(id) };
}

const own = (organizationId: string, { id }: Placed) => sql`organization_id = ${organizationId} and id = ${id}`;

/** In the way of a unique index, a row goes aside first. */
async function swap(organizationId: string, one: Placed, other: Placed): Promise<void> {
  await tamper(async (tx) => {
    await tx.execute(sql`update events set sequence = -1 where ${own(organizationId, one)}`);
    for (const [which, to] of [
      [other, one],
      [one, other],
    ] as const)
      await tx.execute(sql`update events set sequence = ${String(to.sequence)} where ${own(organizationId, which)}`);
  });
}

describe("whoever owns the database cannot touch one of 10,000 sealed events unseen:", () => {
  it("a log that nobody touched holds, and so does each change alone", async () => {
    const { id, other, all } = await sealedLog();
    const before = await verified(id);
    expect(before.faults).toEqual([]);
    expect(before.told).toMatchObject({ events: 10_000, erased: 0, root: { number: 10 } });
    const one = all[4_321]!;
    const named = `${one.sequence} ${one.id}`;
    const names = async (work: Parameters<typeof tamper>[0]) => {
      await tamper(work);
      return (await verified(id)).faults;
    };

    expect(
      await names((tx) =>
        tx.execute(sql`update events set occurred_at = occurred_at + interval '1 ms' where ${own(id, one)}`),
      ),
    ).toEqual([`block 5 changed ${named}`]);
    await tamper((tx) =>
      tx.execute(sql`update events set occurred_at = occurred_at - interval '1 ms' where ${own(id, one)}`),
    );

    const content = all[2_503]!;
    expect(
      await names((tx) => tx.execute(sql`update events set reason = reason || '.' where ${own(id, content)}`)),
    ).toEqual([`block 3 changed ${content.sequence} ${content.id} what it says, or from where`]);
    await tamper((tx) => tx.execute(sql`update events set reason = rtrim(reason, '.') where ${own(id, content)}`));

    const added = uuidv7();
    expect(await names((tx) => insertCopy(tx, id, one, -5n, added))).toEqual([`block 1 inserted -5 ${added}`]);
    await tamper((tx) => tx.execute(sql`delete from events where organization_id = ${id} and id = ${added}`));

    const [near, far] = [all[10]!, all[9_500]!];
    await swap(id, near, all[11]!);
    expect((await verified(id)).faults.sort()).toEqual(
      [
        `block 1 reordered ${all[11]!.sequence} ${all[11]!.id} it stands at ${near.sequence}`,
        `block 1 reordered ${near.sequence} ${near.id} it stands at ${all[11]!.sequence}`,
      ].sort(),
    );
    await swap(id, { ...near, sequence: all[11]!.sequence }, { ...all[11]!, sequence: near.sequence });
    await swap(id, near, far);
    expect((await verified(id)).faults).toEqual(
      expect.arrayContaining([
        `block 1 reordered ${near.sequence} ${near.id} it stands at ${far.sequence}`,
        `block 10 reordered ${far.sequence} ${far.id} it stands at ${near.sequence}`,
      ]),
    );
    await swap(id, { ...near, sequence: far.sequence }, { ...far, sequence: near.sequence });
    expect(await verified(id)).toEqual(before);

    expect(await names((tx) => tx.execute(sql`delete from events where ${own(id, one)}`))).toEqual([
      `block 5 removed ${named}`,
    ]);
    expect((await verified(other)).faults).toEqual([]);

    const emptied = await names((tx) => tx.execute(sql`truncate events`));
    expect(emptied).toEqual(
      all.map((gone, index) => `block ${Math.floor(index / 1_000) + 1} removed ${gone.sequence} ${gone.id}`),
    );
    expect((await verified(other)).faults).toHaveLength(20);
  }, 120_000);
});

describe("the blocks are a chain:", () => {
  it("one that was changed, taken out or put in the place of another one is named", async () => {
    const { id } = await sealedLog(400, 100);
    const faults = async (work: Parameters<typeof tamper>[0], back: Parameters<typeof tamper>[0]) => {
      await tamper(work);
      const found = (await verified(id)).faults;
      await tamper(back);
      expect((await verified(id)).faults).toEqual([]);
      return found;
    };
    const whose = sql`organization_id = ${id} and number = 2`;
    const flipped = (column: string) =>
      sql`update event_blocks set ${sql.identifier(column)} = set_byte(${sql.identifier(column)}, 31, 255 - get_byte(${sql.identifier(column)}, 31)) where ${whose}`;
    const twice = (column: string) => {
      const flip: Parameters<typeof tamper>[0] = (tx) => tx.execute(flipped(column));
      return faults(flip, flip);
    };
    expect(await twice("prints")).toEqual(["block 2 block changed what it keeps of its events"]);
    expect(await twice("hash")).toEqual([
      "block 2 block changed what it says of itself, or its hash",
      "block 3 chain broken it does not continue block 2",
    ]);
    expect(await twice("previous_hash")).toEqual([
      "block 2 chain broken it does not continue block 1",
      "block 2 block changed what it says of itself, or its hash",
    ]);
    const earlier =
      (ms: number): Parameters<typeof tamper>[0] =>
      (tx) =>
        tx.execute(sql`update event_blocks set sealed_at = sealed_at - ${ms} * interval '1 ms' where ${whose}`);
    expect(await faults(earlier(5), earlier(-5))).toEqual([
      "block 2 block changed what it says of itself, or its hash",
    ]);
    await tamper((tx) => tx.execute(sql`delete from event_blocks where ${whose}`));
    expect((await verified(id)).faults).toEqual(["block 2 block missing"]);
  });

  it("a cut end, and a chain that was made anew, show only beside a root that was kept elsewhere", async () => {
    const { id, all } = await sealedLog(400, 100);
    const root = (await verified(id)).told.root!.hash;
    await record(id, 10);
    await sealEverything(id, 100);
    expect((await verified(id, root)).told.rootFound).toBe(true);
    await tamper(async (tx) => {
      await tx.execute(sql`delete from event_blocks where organization_id = ${id} and number >= 4`);
      await tx.execute(
        sql`delete from events where organization_id = ${id} and sequence >= ${String(all[300]!.sequence)}`,
      );
    });
    const cut = await verified(id, root);
    expect(cut).toMatchObject({ faults: [], told: { rootFound: false, events: 300 } });
    await tamper(async (tx) => {
      await tx.execute(sql`delete from event_blocks where organization_id = ${id}`);
      await tx.execute(sql`update events set name = 'user.changed' where ${own(id, all[7]!)}`);
    });
    await sealEverything(id, 100);
    expect(await verified(id, root)).toMatchObject({ faults: [], told: { rootFound: false, events: 300 } });
  });

  it("the database lets nobody change or delete a block", async () => {
    const { id } = await sealedLog(100, 100);
    for (const change of [sql`update event_blocks set count = count`, sql`delete from event_blocks`])
      await expect(db.execute(sql`${change} where organization_id = ${id}`)).rejects.toThrow("append-only");
  });
});
