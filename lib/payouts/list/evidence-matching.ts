import { sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Actor } from "@/lib/actor";
import { isUnreached, unreachedPayoutIds } from "@/lib/ingest-errors/matching";
import { expiringStatus } from "@/lib/payouts/transitions";
import type { Evidence } from "./evidence";

// Written into the text, so that an index of just these can serve it.
const pending = sql.raw(`'${expiringStatus.from}'`);
const isOpened = sql`status = ${pending} and opened_at is not null`;
const isBounced = (actor: Actor) =>
  sql`status = ${pending} and opened_at is null and id = any(array(${unreachedPayoutIds(actor)}))`;

/** Where the payouts of an evidence are found: an index has just these, but for those who never opened the link. */
export const evidenceLead: Record<Evidence, (actor: Actor) => SQL> = {
  never_opened: () => sql`status = ${pending}`,
  opened: () => isOpened,
  bounced: isBounced,
};

type PayoutColumns = Record<"id" | "status" | "openedAt", SQLWrapper>;

/** Whether a payout has this evidence. A list of payouts as they stand now has none that are past their expiry. */
export function hasEvidence(actor: Actor, evidence: Evidence, { id, status, openedAt }: PayoutColumns): SQL {
  const waits = sql`${status} = ${pending}`;
  switch (evidence) {
    case "opened":
      return sql`(${waits} and ${openedAt} is not null)`;
    case "never_opened":
      // As a CASE, because the server expects too few: of all payouts most were opened, of those that wait most were not.
      // Those that bounced are few, and read once.
      return sql`(${waits} and case when ${openedAt} is null then true else false end and ${id} not in (${unreachedPayoutIds(actor)}))`;
    case "bounced":
      return sql`(${waits} and ${openedAt} is null and ${isUnreached(actor, id)})`;
  }
}

/** What to add to pending payouts that are counted as never opened: those that have opened or bounced, moved there. */
export const evidenceMoves = (actor: Actor): { evidence: Evidence; condition: SQL }[] => [
  { evidence: "opened", condition: isOpened },
  { evidence: "bounced", condition: isBounced(actor) },
];
