import type { Route } from "next";
import type { PayoutFilter } from "@/lib/payouts/list/filter";

/**
 * The page about the person a payout goes to. The payout stands for the person, so that no email address is in an
 * address of the portal.
 */
export const recipientHref = (payoutId: string): Route => `/payouts/${payoutId}/recipient` as Route;

/** A second payout within this time may be a mistake, as in the check of a batch for repetitions. */
export const recently = "last-30d";

/** The payouts to somebody that may pay them twice: made of late, and not replaced by another. */
export const recentlyTo = (payoutId: string): PayoutFilter => ({
  recipient: payoutId,
  created: recently,
  replaced: "no",
});
