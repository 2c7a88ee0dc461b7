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

type Candidate = { due: Due; organizationId: string; id: string; dueAt: number };

/** Enough for every slot of several processes: of those that look at the same time, each finds one that is left. */
const candidatesAtOnce = 20;

/** What one look found serves the next claims too: a row that becomes due meanwhile waits no longer than this. */
const lookLastsMs = 200;

/** Others may be quicker each time; what somebody else holds in a transaction is left for the next poll. */
const mostLooks = 3;

type Look = {
  candidates: Candidate[];
  /** Those in turn of which it found a row of every organization that has one. */
  whole: ReadonlySet<Due>;
  until: number;
};
/** The last look at each table. */
const looks = new Map<QueueTable, Look>();

/** New work was announced: what was found before is no longer all that there is. */
export const lookAnew = (): void => looks.clear();

/** The organization of each table whose turn it was last. A process begins anywhere. */
const lastTurn = new Map<QueueTable, string>();

/**
 * Claims one due row of a domain table, of any organization; no other worker gets it for `leaseMs`. `attempts` counts
 * this claim already, so that work that kills its worker is counted too. The rows are read without a lock, and one of an
 * organization's is claimed by a statement about that organization alone, so that both run where organizations lie on
 * several servers.
 * @param tiers of several, the first that has a row counts. What a look found serves a later call that names the same
 * objects, in any order.
 * @returns null when nothing is due
 */
export async function claimDue(table: QueueTable, tiers: readonly Due[]): Promise<Claim | null> {
  const last = looks.get(table);
  if (last && performance.now() < last.until) {
    const claim = await claimFound(table, tiers, last);
    if (claim) return claim;
  }
  for (let looked = 0; looked < mostLooks; looked++) {
    const look = await lookAt(table, tiers);
    if (look.candidates.length === 0) return null;
    looks.set(table, look);
    const claim = await claimFound(table, tiers, look);
    if (claim) return claim;
  }
  return null;
}

/**
 * Claims one of those that a look found, and takes from the look what is claimed or was not to be had; and all of the
 * organization that had its turn, where there may be others that the look did not find.
 */
async function claimFound(table: QueueTable, tiers: readonly Due[], look: Look): Promise<Claim | null> {
  for (let those = nextTurn(table, tiers, look); those; those = nextTurn(table, tiers, look)) {
    const claim = await claimOneOf(table, those);
    const [{ due }] = those;
    const staysOpen = claim && (due.order === "longest" || look.whole.has(due));
    const gone = new Set(staysOpen ? [claim.id] : those.map(({ id }) => id));
    look.candidates = look.candidates.filter(({ id }) => !gone.has(id));
    if (claim) return claim;
  }
  return null;
}

type Turn = [Candidate, ...Candidate[]];

/** Those of the first tier that has any, of the organization whose turn it is; the one that is due longest first. */
function nextTurn(table: QueueTable, tiers: readonly Due[], { candidates }: Look): Turn | null {
  const due = tiers.find((tier) => candidates.some((candidate) => candidate.due === tier));
  if (!due) return null;
  const found = candidates.filter((candidate) => candidate.due === due).sort((one, other) => one.dueAt - other.dueAt);
  const organizations = found.map(({ organizationId }) => organizationId);
  if (due.order === "inTurn") organizations.sort();
  const turn = organizations.find((id) => due.order === "longest" || id > lastTurnOf(table)) ?? organizations[0];
  const [first, ...rest] = found.filter(({ organizationId }) => organizationId === turn);
  return first ? [first, ...rest] : null;
}

function lastTurnOf(table: QueueTable): string {
  const last = lastTurn.get(table) ?? randomUUID();
  lastTurn.set(table, last);
  return last;
}

async function lookAt(table: QueueTable, tiers: readonly Due[]): Promise<Look> {
  const last = lastTurnOf(table);
  const until = performance.now() + lookLastsMs;
  const after = sql`and ${table.organizationId} > ${last}`;
  const upTo = sql`and ${table.organizationId} <= ${last}`;
  const arms = tiers.flatMap((due) =>
    (due.order === "longest" ? [sql``] : [after, upTo]).map((turn) => ({ due, turn })),
  );
  const text = arms.map(({ due: { open, order }, turn }, arm) => {
    const place = order === "inTurn" ? sql`${table.organizationId}, ${table.nextAttemptAt}` : table.nextAttemptAt;
    return sql`(select ${sql.raw(String(arm))} as arm, ${table.organizationId} as "organizationId", ${table.id} as id,
        extract(epoch from ${table.nextAttemptAt})::float8 as "dueAt" from ${table}
      where ${open} and ${table.nextAttemptAt} <= now() ${turn} order by ${place} limit ${candidatesAtOnce})`;
  });
  const rows = await keepingPlans(db).execute<Omit<Candidate, "due"> & { arm: number }>(
    sql.join(text, sql` union all `),
  );
  const candidates = rows.map(({ arm, ...row }) => ({ ...row, ...arms[arm]! }));
  // An arm that is full may have left out organizations, unless it has come to the last one.
  const cut = arms.filter((arm) => {
    const found = candidates.filter(({ due, turn }) => due === arm.due && turn === arm.turn);
    return found.length === candidatesAtOnce && !found.some(({ organizationId }) => organizationId === last);
  });
  const isCut = (due: Due, ...turns: SQL[]) => cut.some((arm) => arm.due === due && turns.includes(arm.turn));
  return {
    // Those after the last one come before the others, also those that are left out.
    candidates: candidates.filter(({ due, turn }) => turn !== upTo || !isCut(due, after)),
    whole: new Set(tiers.filter((due) => !isCut(due, after, upTo))),
    until,
  };
}

/** Claims the one of these that is due longest; one that somebody else is claiming at this moment is passed over. */
async function claimOneOf(table: QueueTable, those: Turn): Promise<Claim | null> {
  const [{ due, organizationId }] = those;
  const column = (name: QueueColumn) => sql.identifier(table[name].name);
  const ids = sql`${sql.param(those.map(({ id }) => id))}::uuid[]`;
  const [row] = await keepingPlans(db).execute<Record<string, unknown>>(sql`
    update ${table} set ${column("attempts")} = ${table.attempts} + 1, ${column("fence")} = ${table.fence} + 1,
      ${column("leasedUntil")} = ${leaseEnd}, ${column("nextAttemptAt")} = ${leaseEnd}
    where ${table.organizationId} = ${organizationId} and ${table.id} = (
      select ${table.id} from ${table} where ${table.organizationId} = ${organizationId} and ${table.id} = any(${ids})
        and ${due.open} and ${table.nextAttemptAt} <= now()
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
