import type { Route } from "next";

/** The steps with an address of their own. Without a step, the page shows the one that the recipient has reached. */
type Step = "verify" | "pay";

/** The address of a link's page, optionally at a step. */
export const redeemHref = (token: string, step?: Step): Route =>
  `/redeem/${encodeURIComponent(token)}${step ? `?step=${step}` : ""}` as Route;
