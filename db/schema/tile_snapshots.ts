import { jsonb, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";

/**
 * What the Dashboard's tiles said at the beginning of an hour, for the comparison with the window before. The worker
 * writes them, and removes those that nothing compares with any more.
 */
export const tileSnapshots = pgTable(
  "tile_snapshots",
  {
    organizationId: organizationId(),
    hour: instant("hour").notNull(),
    /** The number of each group of lib/payouts/status.ts. */
    counts: jsonb("counts").$type<Record<string, number>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.hour] })],
);
