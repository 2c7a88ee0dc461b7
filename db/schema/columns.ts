import { char, customType, integer, timestamp, uuid } from "drizzle-orm/pg-core";

/** Every table is keyed by its tenant first, so that no row can point across organizations. */
export const organizationId = () => uuid("organization_id").notNull();

/** A UTC instant. Millisecond precision, because that is all a JavaScript Date (and so a page cursor) can carry. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** A place in the primary's log, such as `0/16B3748`. */
export const logPlace = customType<{ data: string }>({ dataType: () => "pg_lsn" });

/** ISO 4217 alphabetic code. */
export const currencyCode = (name = "currency") => char(name, { length: 3 });

/**
 * The columns by which lib/queue.ts claims rows of a table as work. The table adds when a row is due first.
 */
export const queueColumns = () => ({
  attempts: integer("attempts").notNull().default(0),
  leasedUntil: instant("leased_until"),
  /** Rises with each claim; a worker whose lease ran out cannot write under an old number. */
  fence: integer("fence").notNull().default(0),
});
