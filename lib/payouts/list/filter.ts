import type { Route } from "next";
import { z } from "zod";
import { followUpKeys } from "@/lib/follow-up/filter";
import { incomingText } from "@/lib/incoming-text";
import { parseParams, toParams, toQuery, type Parsed, type SearchParams } from "@/lib/lists/params";
import { currencyDigits, parseAmount } from "@/lib/money";
import { searchText } from "@/lib/lists/search-text";
import { futureWindow, pastWindow } from "@/lib/lists/time-window";
import { counted } from "@/lib/plain-words";
import { extraKey, keptText } from "@/lib/payouts/extra/keys";
import { payoutGroups, payoutStatuses } from "@/lib/payouts/status";
import { evidences } from "./evidence";

const decimal = z.string().regex(/^\d{1,15}(\.\d{1,4})?$/, { error: "must be a plain amount such as 1250.00" });

const isExtraKey = (key: string): boolean => key !== "" && extraKey(key) === key;
/** In UTF-16 units: what payouts keep has at most half as many characters. */
const longestValue = 400;
const extraValue = incomingText(
  z
    .string()
    .min(1, { error: "has no character that can be seen" })
    .max(longestValue, { error: `must be at most ${longestValue} characters` }),
  { joiners: true },
).transform(keptText);
const mostColumns = 10;

/** More than a page of a list can have, and few enough for an address. */
const mostChosen = 100;

/**
 * What a list of payouts can ask. Tile, View All, list, export and action all speak this value, and the address is it.
 */
export const PayoutFilter = z
  .strictObject({
    group: z.enum(payoutGroups).optional(),
    /** One of these statuses; in the table's order, each once, so that one filter has one address. */
    status: z
      .array(z.enum(payoutStatuses))
      .min(1)
      .transform((statuses) => payoutStatuses.filter((status) => statuses.includes(status)))
      .optional(),
    changed: pastWindow.optional(),
    created: pastWindow.optional(),
    /** Still pending, and its expiry is in the window. */
    expires: futureWindow.optional(),
    /** Still pending, and how far its recipient has got. Each such payout is one of these. */
    evidence: z.enum(evidences).optional(),
    /** Expired, and the expiry was in the window. */
    expired: pastWindow.optional(),
    /** Whether another payout took its place. A replaced payout is in no group. */
    replaced: z.enum(["yes", "no"]).optional(),
    currency: z
      .string()
      .refine((code) => currencyDigits(code) !== undefined, { error: "must be a currency code such as USD" })
      .optional(),
    amount_min: decimal.optional(),
    amount_max: decimal.optional(),
    batch: z.uuid({ error: "must be the id of a batch" }).optional(),
    /**
     * To the same email address as this payout, in whichever case. The payout stands for the person, because an address
     * of a list is kept in logs and histories, where no email address belongs.
     */
    recipient: z.uuid({ error: "must be the id of a payout" }).optional(),
    /** One of these payouts: what somebody selected on a page. In order, each once, so that one filter has one address. */
    id: z
      .array(z.uuid({ error: "must be ids of payouts" }))
      .min(1)
      .max(mostChosen, { error: `can name ${counted(mostChosen, "payout")} at most` })
      .transform((ids) => [...new Set(ids)].sort())
      .optional(),
    /** The batch it came with had an ingest error in the window. */
    batch_errors: pastWindow.optional(),
    /** A run has done something with it. */
    run: z.uuid({ error: "must be the id of a run" }).optional(),
    ...followUpKeys,
    /** Words of the recipient's name, the email or the reference; the payout's id; or the start of the provider's reference. */
    q: searchText.optional(),
    /** What it says in columns of the organization's own, by their keys: exactly this. `x.claim_number=4711`. */
    x: z
      .record(z.string().refine(isExtraKey), extraValue)
      .refine((x) => Object.keys(x).length > 0 && Object.keys(x).length <= mostColumns, {
        error: `can name ${counted(mostColumns, "column")} at most`,
      })
      .optional(),
  })
  .check(({ value, issues }) => {
    for (const path of ["amount_min", "amount_max"] as const) {
      const text = value[path];
      const complain = (message: string) => issues.push({ code: "custom", input: text, path: [path], message });
      if (text === undefined) continue;
      if (value.currency === undefined)
        complain("needs a currency beside it, because amounts of different currencies cannot be compared");
      else if (currencyDigits(value.currency) !== undefined && "problem" in parseAmount(text, value.currency))
        complain(`must be an amount ${value.currency} can have`);
    }
  });
export type PayoutFilter = z.infer<typeof PayoutFilter>;

/** Reads a filter from an address; a parameter it does not know or cannot read is a problem, never dropped. */
export const parsePayoutFilter = (params: SearchParams): Parsed<PayoutFilter> => parseParams(PayoutFilter, params);

const query = (filter: PayoutFilter) => toQuery(toParams(PayoutFilter, filter));

/** The list behind a filter. `parse(href(f))` equals `f`. */
export const payoutsHref = (filter: PayoutFilter): Route => `/payouts${query(filter)}` as Route;

/** Where the same records leave as CSV. */
export const payoutsExportHref = (filter: PayoutFilter): string => `/payouts/export${query(filter)}`;

/** The failed payouts of the same batches with errors, of which the page of such a list tells; undefined for any other. */
export const failedBeside = ({ batch_errors }: PayoutFilter): PayoutFilter | undefined =>
  batch_errors === undefined ? undefined : { batch_errors, group: "failed" };
