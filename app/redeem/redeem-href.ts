import type { Route } from "next";

/** The steps that have an address of their own; without one, the page begins where the recipient stands. */
export type Step = "verify" | "pay";

/** The page of a link, at a step. */
export const redeemHref = (token: string, step?: Step): Route =>
  `/redeem/${encodeURIComponent(token)}${step ? `?step=${step}` : ""}` as Route;
