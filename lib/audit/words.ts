import { refusedNames } from "@/db/schema/events";
import { eventTable, resultLabels, type EventName, type Result } from "@/lib/events-table";
import { statusTable, type PayoutStatus } from "@/lib/payouts/status";
import { filterParts, windowSentence, type FilterPart, type FilterSentences } from "@/lib/lists/filter-words";
import type { At } from "@/lib/moment";
import { dataWords, type EventData } from "./change-words";
import { otherActors, type AuditFilter, type OtherActor } from "./filter";

/** Names of those who act without being a user. */
export const otherActorLabels: Record<OtherActor, string> = {
  recipient: "The recipient",
  system: "Meridian",
  api_key: "An API key",
};

const isOther = (who: string): who is OtherActor => (otherActors as readonly string[]).includes(who);

/** "Meridian", or the user's name; a user who cannot be found keeps the id. */
export const actorWords = (who: string, userName: string | null | undefined): string =>
  isOther(who) ? otherActorLabels[who] : (userName ?? `User ${who}`);

export const resultOf = (name: string): Result =>
  (refusedNames as readonly string[]).includes(name) ? "refused" : "ok";

/** Names of what a filter gives by its id, as far as they are known. */
type Names = { at: At; nameOf: (user: string) => string | undefined; batchName?: string };

/** Who did an event, as a filter says it: a user's id, or one of the others. */
export const actorOf = ({ actorType, actorUserId }: { actorType: string; actorUserId: string | null }): string =>
  actorType === "user" ? (actorUserId ?? "") : actorType;

const sentences: FilterSentences<AuditFilter, Names> = {
  who: (who, { nameOf }) => `By ${actorWords(who, nameOf(who))}`,
  what: (what) => eventTable[what].label,
  payout: (payout) => `Payout “${payout}”`,
  recipient: (recipient) => `Recipient “${recipient}”`,
  batch: (_, { batchName = "one batch" }) => `From ${batchName}`,
  run: () => "Done by a run",
  user: (user, { nameOf }) => `About ${actorWords(user, nameOf(user))}`,
  result: (result) => resultLabels[result],
  when: windowSentence("Happened"),
};

/** The filter as short sentences, one a part that can be taken away. */
export const auditWords = (
  filter: AuditFilter,
  at: At,
  nameOf: Names["nameOf"],
  batchName?: string,
): FilterPart<AuditFilter>[] => filterParts(sentences, filter, { at, nameOf, batchName });

type Change = { name: string; fromStatus: PayoutStatus | null; toStatus: PayoutStatus | null; data: EventData | null };

/**
 * What an event changed, from and to, as far as its name does not say it already; null when there is nothing to add.
 */
export function changeWords({ name, fromStatus, toStatus, data }: Change, timeZone: string): string | null {
  const moved = fromStatus && toStatus && `${statusTable[fromStatus].label} → ${statusTable[toStatus].label}`;
  return [moved, dataWords(name, data, timeZone)].filter(Boolean).join("; ") || null;
}

/** The event's sentence; one that is no longer in the table shows its own name. */
export const eventLabel = (name: string): string => (name in eventTable ? eventTable[name as EventName].label : name);
