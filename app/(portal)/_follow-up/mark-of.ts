import type { At } from "@/lib/moment";
import { formatShortDay } from "@/lib/time";
import { isSnoozed, type Followed } from "./hand-over";

/** What a row of a list says about the follow-up of its record. */
export type FollowUpMark = { who?: { initials: string; name: string }; words?: string };

/** "Grace Brewster Hopper" → "GH" */
const initialsOf = (name: string): string => {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
};

/**
 * The mark of a record; undefined where nobody has it and nobody put it aside.
 * @param names of those who have the records of the list, by id
 */
export function markOf(
  record: Omit<Followed, "handledReason">,
  names: ReadonlyMap<string, string>,
  at: At,
): FollowUpMark | undefined {
  const { assigneeId, snoozedUntil, handledAt } = record;
  const name = assigneeId === null ? undefined : names.get(assigneeId);
  const words = [
    isSnoozed(record, at) && `snoozed until ${formatShortDay(snoozedUntil!, at.timeZone)}`,
    handledAt && "handled",
  ].filter(Boolean);
  if (name === undefined && words.length === 0) return undefined;
  return {
    ...(name && { who: { name, initials: initialsOf(name) } }),
    ...(words.length > 0 && { words: words.join(", ") }),
  };
}
