import type { Route } from "next";
import { z } from "zod";
import { parseParams, toParams, toQuery } from "@/lib/lists/params";
import { PayoutFilter } from "@/lib/payouts/list/filter";
import { tabKeys } from "./sections";

/** The drawings that the Dashboard also shows as a table, where somebody asks for it. */
const tables = ["chart", "forecast"] as const;
export type DashboardTable = (typeof tables)[number];

/** What the address of the Dashboard says: the open tab, the currency whose money the chart draws, and what is a table too. */
const DashboardAddress = z.strictObject({
  /** Without it, the first tab in which something waits for somebody. */
  tab: z.enum(tabKeys).optional(),
  /** Without it, the chart counts payouts. */
  chart: PayoutFilter.shape.currency,
  /** Drawings that are not named have no table. */
  table: z.array(z.enum(tables)).optional(),
});
export type DashboardAddress = z.infer<typeof DashboardAddress>;

/** Reads the address; a parameter that it does not know or cannot read is a problem that names it. */
export const parseDashboard = (params: Parameters<typeof parseParams>[1]) => parseParams(DashboardAddress, params);

/** The Dashboard as an address. `parse(href(a))` equals `a`. */
export const dashboardHref = (address: DashboardAddress): Route =>
  `/${toQuery(toParams(DashboardAddress, address))}` as Route;
