import { z } from "zod";
import type { FilterSentences } from "@/lib/lists/filter-words";

/** The address says `me`, so that a saved or shared one works for each person who opens it. */
const anybody = ["me", "nobody", "somebody"] as const;

const yesOrNo = z.enum(["yes", "no"]).optional();

/** What lists of payouts and of batches can both ask about the work that people hand to one another. */
export const followUpKeys = {
  /** Who has it: the one who asks, nobody, anybody, or the user with this id. */
  assigned: z
    .union([z.enum(anybody), z.uuid()], { error: `must be ${anybody.join(", ")} or the id of a user` })
    .optional(),
  /** Whether somebody put it aside until a later moment. */
  snoozed: yesOrNo,
  /** Whether somebody said that nothing is left to do about it. */
  handled: yesOrNo,
};
export type FollowUpFilter = z.infer<z.ZodObject<typeof followUpKeys>>;

/** The id of the user whom a filter names; undefined where it names none. */
export const namedAssignee = ({ assigned }: FollowUpFilter): string | undefined =>
  anybody.some((one) => one === assigned) ? undefined : assigned;

const assignedWords: Record<(typeof anybody)[number], string> = {
  me: "Assigned to me",
  nobody: "Assigned to nobody",
  somebody: "Assigned to somebody",
};

/** @param assigneeName of the user whom the filter names by id */
export const followUpSentences = (assigneeName = "one user"): FilterSentences<FollowUpFilter> => ({
  assigned: (assigned) => assignedWords[assigned as keyof typeof assignedWords] ?? `Assigned to ${assigneeName}`,
  snoozed: (snoozed) => (snoozed === "yes" ? "Snoozed" : "Not snoozed"),
  handled: (handled) => (handled === "yes" ? "Handled" : "Not handled"),
});

/** Choices of a filter form, by key. */
export const followUpChoices = {
  assigned: {
    label: "Assigned to",
    options: [
      ["me", "Me"],
      ["nobody", "Nobody"],
      ["somebody", "Somebody"],
    ],
  },
  snoozed: {
    label: "Snoozed",
    options: [
      ["yes", "Yes"],
      ["no", "No"],
    ],
  },
  handled: {
    label: "Handled",
    options: [
      ["yes", "Yes"],
      ["no", "No"],
    ],
  },
} as const satisfies Record<
  keyof FollowUpFilter,
  { label: string; options: readonly (readonly [value: string, label: string])[] }
>;

/**
 * Whether a filter asks for records that somebody has or has put aside. There are few of them, and an index has them
 * alone.
 */
export const asksInHand = ({ assigned, snoozed, handled }: FollowUpFilter): boolean =>
  (assigned !== undefined && assigned !== "nobody") || snoozed === "yes" || handled === "yes";

/** Whether a filter leaves out records that somebody has or has put aside. */
export const leavesOut = ({ assigned, snoozed, handled }: FollowUpFilter): boolean =>
  assigned === "nobody" || snoozed === "no" || handled === "no";

/** The filter of a whole queue, for what nobody has and nobody has put aside. */
export const open = { assigned: "nobody", snoozed: "no", handled: "no" } as const satisfies FollowUpFilter;

/** A queue's filter without what makes it a queue; null for the filter of no queue. */
export function wholeOf<F extends FollowUpFilter>(filter: F): Omit<F, keyof FollowUpFilter> | null {
  const { assigned, snoozed, handled, ...whole } = filter;
  return assigned === open.assigned && snoozed === open.snoozed && handled === open.handled ? whole : null;
}

/**
 * What `open` leaves out, in parts that have no record in common: together with it they are all. The order is that of
 * what a person wants to know first.
 */
export const besides = [
  { words: "snoozed", filter: { snoozed: "yes", handled: "no" } },
  { words: "assigned", filter: { assigned: "somebody", snoozed: "no", handled: "no" } },
  { words: "handled", filter: { handled: "yes" } },
] as const satisfies readonly { words: string; filter: FollowUpFilter }[];
