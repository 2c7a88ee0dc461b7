import { eventTable, type EventName } from "@/lib/events-table";
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

const sentences: FilterSentences<AuditFilter, { at: At; whoName: string | null }> = {
  who: (who, { whoName }) => `By ${actorWords(who, whoName)}`,
  what: (what) => eventTable[what].label,
  when: windowSentence("Happened"),
};

/** The filter as short sentences, one a part that can be taken away. */
export const auditWords = (filter: AuditFilter, at: At, whoName: string | null): FilterPart<AuditFilter>[] =>
  filterParts(sentences, filter, { at, whoName });

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
