// Checked only by the compiler: each error below must occur, or the line that expects it is itself an error.
import type { ComponentType } from "react";
import { z } from "zod";
import type { FilterFields } from "@/app/(portal)/_ui/filter-fields";
import type { fields } from "@/app/(portal)/payouts/_ui/filter-fields";
import { matchingAll, type Conditions } from "@/lib/lists/conditions";
import { filterParts, type FilterSentences } from "@/lib/lists/filter-words";
import { toParams } from "@/lib/lists/params";
import type { At } from "@/lib/moment";
import { type PayoutFilter } from "@/lib/payouts/list/filter";
import type { byGroup, PayoutGroup } from "@/lib/payouts/status";

/** The payout filter with one more key. */
type Longer = PayoutFilter & { later?: string };
declare const longer: Longer;
declare const at: At;

declare const conditions: Conditions<PayoutFilter>;
// @ts-expect-error -- a key that narrows no list
matchingAll(conditions, longer, at);

declare const sentences: FilterSentences<PayoutFilter>;
// @ts-expect-error -- a key that no sentence says
filterParts(sentences, longer, { at });

declare const fewerFields: FilterFields<keyof PayoutFilter, object>;
// @ts-expect-error -- a key that the form has no field for
export const formFields: FilterFields<keyof Longer, object> = fewerFields;

declare const payoutFields: typeof fields;
// @ts-expect-error -- the same in the form of the payouts, whose fields stand in parts
export const payoutForm: Record<keyof Longer, { Field: ComponentType<never> }> = payoutFields;

const counting = z.strictObject({ pages: z.number() });
// @ts-expect-error -- a key whose value is no text cannot stand in an address
toParams(counting, { pages: 1 });

declare const counts: ReturnType<typeof byGroup<number>>;
// @ts-expect-error -- a group that the Dashboard does not count
export const counted: Record<PayoutGroup | "later", number> = counts;
