import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
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
    /** A group of lib/payouts/status.ts. */
    group: text("group").notNull(),
    count: integer("count").notNull(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.hour, t.group] })],
);
