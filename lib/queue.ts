import { randomUUID } from "node:crypto";
import { sql, type SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { db, keepingPlans } from "@/db/client";

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
 * Which rows of a table are work. `open` is in the words of a partial index. The index begins with the organization where
 * organizations take turns, so that one with a hundred thousand rows does not keep another one's three waiting; else with
 * `next_attempt_at`, and the row that is due longest goes first, whosever it is.
 */
export type Due = { open: SQL; order: "inTurn" | "longest" };

type Candidate = { tier: number; organizationId: string; id: string; dueAt: number };

/** Enough for every slot of several processes: of those that look at the same time, each finds one that is left. */
const candidatesAtOnce = 20;

/** Others may be quicker each time; what somebody else holds in a transaction is left for the next poll. */
const mostLooks = 3;

/** The organization of each table whose turn it was last. A process begins anywhere. */
const lastTurn = new Map<QueueTable, string>();

/**
 * Claims one due row of a domain table, of any organization; no other worker gets it for `leaseMs`. `attempts` counts
 * this claim already, so that work that kills its worker is counted too. The rows are read without a lock, and one of an
 * organization's is claimed by a statement about that organization alone, so that both run where organizations lie on
 * several servers.
 * @param tiers of several, the first that has a row counts
 * @returns null when nothing is due
 */
export async function claimDue(table: QueueTable, tiers: readonly Due[]): Promise<Claim | null> {
  for (let look = 0; look < mostLooks; look++) {
    const found = await candidates(table, tiers);
    if (found.length === 0) return null;
    for (const those of byTurn(found)) {
      const claim = await claimOneOf(table, tiers, those);
      if (claim) return claim;
    }
  }
  return null;
}

type Turn = [Candidate, ...Candidate[]];

/** Those of one tier and one organization together, in the order in which the first of each came. */
function byTurn(found: Candidate[]): Iterable<Turn> {
  const turns = new Map<string, Turn>();
  for (const candidate of found) {
    const turn = `${candidate.tier} ${candidate.organizationId}`;
    const those = turns.get(turn);
    if (those) those.push(candidate);
    else turns.set(turn, [candidate]);
  }
  return turns.values();
}

async function candidates(table: QueueTable, tiers: readonly Due[]): Promise<Candidate[]> {
  const last = lastTurn.get(table) ?? randomUUID();
  const arm = (tier: number, { open, order }: Due, turn: SQL) => {
    const place = order === "inTurn" ? sql`${table.organizationId}, ${table.nextAttemptAt}` : table.nextAttemptAt;
    return sql`(select ${sql.raw(String(tier))} as tier, ${table.organizationId} as "organizationId", ${table.id} as id,
        extract(epoch from ${table.nextAttemptAt})::float8 as "dueAt" from ${table}
      where ${open} and ${table.nextAttemptAt} <= now() ${turn} order by ${place} limit ${candidatesAtOnce})`;
  };
  const arms = tiers.flatMap((due, index) =>
    due.order === "longest"
      ? [arm(2 * index, due, sql``)]
      : [sql`and ${table.organizationId} > ${last}`, sql`and ${table.organizationId} <= ${last}`].map((turn, half) =>
          arm(2 * index + half, due, turn),
        ),
  );
  const rows = await keepingPlans(db).execute<Candidate>(sql.join(arms, sql` union all `));
  const inTurn = ({ tier }: Candidate) => tiers[tier >> 1]!.order === "inTurn";
  return rows.sort(
    (one, other) =>
      one.tier - other.tier ||
      (inTurn(one) ? compare(one.organizationId, other.organizationId) : 0) ||
      one.dueAt - other.dueAt,
  );
}

const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other));

/** Claims the one of these that is due longest; one that somebody else is claiming at this moment is passed over. */
async function claimOneOf(table: QueueTable, tiers: readonly Due[], those: Turn): Promise<Claim | null> {
  const [{ tier, organizationId }] = those;
  const column = (name: QueueColumn) => sql.identifier(table[name].name);
  const ids = sql`${sql.param(those.map(({ id }) => id))}::uuid[]`;
  const [row] = await db.execute<Record<string, unknown>>(sql`
    update ${table} set ${column("attempts")} = ${table.attempts} + 1, ${column("fence")} = ${table.fence} + 1,
      ${column("leasedUntil")} = ${leaseEnd}, ${column("nextAttemptAt")} = ${leaseEnd}
    where ${table.organizationId} = ${organizationId} and ${table.id} = (
      select ${table.id} from ${table} where ${table.organizationId} = ${organizationId} and ${table.id} = any(${ids})
        and ${tiers[tier >> 1]!.open} and ${table.nextAttemptAt} <= now()
      order by ${table.nextAttemptAt} limit 1 for update skip locked)
    returning ${table.organizationId} as "organizationId", ${table.id} as id, ${table.fence} as fence,
      ${table.attempts} as attempts, now() as "claimedAt"`);
  if (!row) return null;
  lastTurn.set(table, organizationId);
  return toClaim(row);
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
