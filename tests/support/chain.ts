import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { vi } from "vitest";
import { db, transaction, type Tx } from "@/db/client";
import { systemActor } from "@/lib/actor";
import type { Fault } from "@/lib/audit/chain/row-faults";
import { sealEvents } from "@/lib/audit/chain/sealing";
import { verifyChain } from "@/lib/audit/chain/verifying";
import { recordEvents } from "@/lib/events";

/** So many events of an organization, every third with contents. */
export const record = (organizationId: string, count: number): Promise<void> =>
  recordEvents(
    db,
    systemActor(organizationId, "test"),
    Array.from({ length: count }, (_, index) => ({
      name: "user.signed_in" as const,
      occurredAt: new Date(),
      ...(index % 3 === 0 && { reason: `“why” ${index}\n\u2028 é`, data: { b: index, a: "1e3", c: null } }),
    })),
  );

/** Waits for whatever else writes to the server of the tests at this moment. */
export async function sealEverything(organizationId: string, size = 5_000): Promise<void> {
  await vi.waitFor(
    async () => {
      while ((await sealEvents(size)) > 0);
      const { told } = await verified(organizationId);
      if (told.unsealed.count > 0) throw new Error(`${told.unsealed.count} events are not sealed`);
    },
    { timeout: 20_000, interval: 20 },
  );
}

/** What a verification says: its faults, each as a line, and what it tells at the end. */
export async function verified(organizationId: string, root?: string) {
  const faults: string[] = [];
  const walk = verifyChain(organizationId, root);
  for (let step = await walk.next(); ; step = await walk.next()) {
    if (step.done) return { faults, told: step.value };
    faults.push(inWords(step.value));
  }
}

const inWords = ({ block, what, sequence, id, detail }: Fault) =>
  [`block ${block}`, what, sequence, id, detail].filter((part) => part !== undefined).join(" ");

/** Changes the log as whoever owns the database can. */
export const tamper = (work: (tx: Tx) => Promise<unknown>): Promise<void> =>
  transaction(
    async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await work(tx);
    },
    { deadlineMs: 60_000 },
  );

export type Placed = { sequence: bigint; id: string };

/** The events of an organization in the order of the log. */
export async function placed(organizationId: string): Promise<Placed[]> {
  const rows = await db.execute<{ sequence: string; id: string }>(
    sql`select sequence, id from events where organization_id = ${organizationId} order by sequence`,
  );
  return rows.map(({ sequence, id }) => ({ id, sequence: BigInt(sequence) }));
}

/** A copy of an event with an id of its own, at another place. */
export const insertCopy = (tx: Tx, organizationId: string, of: Placed, sequence: bigint, id = uuidv7()) =>
  tx.execute(sql`
    insert into events (organization_id, id, occurred_at, name, actor_type, sequence)
    select organization_id, ${id}::uuid, occurred_at, name, actor_type, ${String(sequence)}::bigint
    from events where organization_id = ${organizationId} and id = ${of.id}`);
