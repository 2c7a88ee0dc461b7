import type { Route } from "next";

/**
 * The page about the person a payout goes to. The payout stands for the person, so that no email address is in an
 * address of the portal.
 */
export const recipientHref = (payoutId: string): Route => `/payouts/${payoutId}/recipient` as Route;
