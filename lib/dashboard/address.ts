import type { Route } from "next";
import { z } from "zod";
import { parseParams, toParams, toQuery } from "@/lib/lists/params";
import { PayoutFilter } from "@/lib/payouts/list/filter";
import { tabKeys } from "./sections";

/** What the address of the Dashboard says: the open tab, and the currency whose money the chart draws. */
const DashboardAddress = z.strictObject({
  /** Without it, the first tab in which something waits for somebody. */
  tab: z.enum(tabKeys).optional(),
  /** Without it, the chart counts payouts. */
  chart: PayoutFilter.shape.currency,
});
export type DashboardAddress = z.infer<typeof DashboardAddress>;

/** Reads the address; a parameter that it does not know or cannot read is a problem that names it. */
export const parseDashboard = (params: Parameters<typeof parseParams>[1]) => parseParams(DashboardAddress, params);

/** The Dashboard as an address. `parse(href(a))` equals `a`. */
export const dashboardHref = (address: DashboardAddress): Route =>
  `/${toQuery(toParams(DashboardAddress, address))}` as Route;
