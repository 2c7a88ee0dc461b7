import { sql, type SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { db } from "@/db/client";

/** The NOTIFY channel every worker listens to; the payload is the name of the queue that has new work. */
export const workChannel = "meridian_work";

/**
 * Longer than one piece of work may take. Together with the pause before another worker looks, the work of a dead
 * worker is claimed again within a minute.
 */
export const leaseMs = 55_000;

type QueueColumn = "organizationId" | "id" | "attempts" | "nextAttemptAt" | "leasedUntil" | "fence";
type QueueTable = PgTable & Record<QueueColumn, PgColumn>;

/** A claimed row; nobody else works on it until the lease ends. The fence differs between two claims of one row. */
export type Claim = {
  organizationId: string;
  id: string;
  fence: number;
  attempts: number;
  /** When it was claimed, by the database's clock. */
  claimedAt: string;
};

/** When a claim made or renewed by this statement ends. */
export const leaseEnd = sql`now() + ${leaseMs} * interval '1 millisecond'`;

/**
 * Claims due rows of a domain table, of any organization; no other worker gets them for `leaseMs`. `attempts` counts
 * this claim already, so that work that kills its worker is counted too.
 * @param open which rows are work at all, in the words of a partial index on next_attempt_at; of several such
 * conditions the first that finds a row counts. Within one the row that is due longest goes first
 */
export async function claimDue(table: QueueTable, open: SQL | readonly SQL[], limit: number): Promise<Claim[]> {
  const column = (name: QueueColumn) => sql.identifier(table[name].name);
  const conditions = Array.isArray(open) ? (open as readonly SQL[]) : [open as SQL];
  const tier = (index: number) => sql.identifier(`tier_${index}`);
  // A leased row is due again when its lease ends, so one index answers for both.
  const tiers = conditions.map(
    (condition, index) => sql`${tier(index)} as materialized (
      select ${table.organizationId} as organization_id, ${table.id} as id from ${table}
      where ${condition} and ${table.nextAttemptAt} <= now() ${sql.join(
        conditions.slice(0, index).map((_, before) => sql`and not exists (select 1 from ${tier(before)})`),
        sql` `,
      )}
      order by ${table.nextAttemptAt} limit ${limit} for update skip locked
    )`,
  );
  const rows = await db.execute<Record<string, unknown>>(sql`
    with ${sql.join(tiers, sql`, `)},
    due as (${sql.join(
      conditions.map((_, index) => sql`select * from ${tier(index)}`),
      sql` union all `,
    )})
    update ${table} set ${column("attempts")} = ${table.attempts} + 1, ${column("fence")} = ${table.fence} + 1,
      ${column("leasedUntil")} = ${leaseEnd}, ${column("nextAttemptAt")} = ${leaseEnd}
    from due where ${table.organizationId} = due.organization_id and ${table.id} = due.id
    returning ${table.organizationId} as "organizationId", ${table.id} as id, ${table.fence} as fence,
      ${table.attempts} as attempts, now() as "claimedAt"`);
  return rows.map(toClaim);
}

function toClaim(row: Record<string, unknown>): Claim {
  return {
    organizationId: String(row.organizationId),
    id: String(row.id),
    fence: Number(row.fence),
    attempts: Number(row.attempts),
    claimedAt: String(row.claimedAt),
  };
}

/** The condition of every write under a claim: the row was not claimed again since. */
export function ownedByClaim(table: QueueTable, claim: Claim): SQL {
  return sql`${table.organizationId} = ${claim.organizationId} and ${table.id} = ${claim.id} and ${table.fence} = ${claim.fence}`;
}

/**
 * Renews a claim for another `leaseMs`, for work that takes longer.
 * @returns false when the claim was lost or given back: another worker has the row, or its work has ended meanwhile, and
 * nothing more may be written
 */
export async function renewLease(table: QueueTable, claim: Claim): Promise<boolean> {
  const column = (name: QueueColumn) => sql.identifier(table[name].name);
  const renewed = await db.execute(sql`
    update ${table} set ${column("leasedUntil")} = ${leaseEnd}, ${column("nextAttemptAt")} = ${leaseEnd} 
    where ${ownedByClaim(table, claim)} and ${table.leasedUntil} is not null returning 1`);
  return renewed.length === 1;
}

/**
 * How long to wait after the nth attempt, in milliseconds: doubling from a minute to six hours, and up to a quarter
 * more by chance, so that rows that failed together are not due together.
 */
export function backoffMs(attempts: number, chance: number = Math.random()): number {
  const wait = Math.min(60_000 * 2 ** Math.max(0, attempts - 1), 6 * 3_600_000);
  return Math.round(wait * (1 + chance / 4));
}

/**
 * SQL that notifies the workers, when its statement commits, that a queue has new work:
 * ``select ${notifyWorkers("emails")}``. Without it they find the work at their next poll.
 */
export const notifyWorkers = (queue: string): SQL => sql`pg_notify(${workChannel}, ${queue})`;
