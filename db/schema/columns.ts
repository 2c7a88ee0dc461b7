import { char, timestamp, uuid } from "drizzle-orm/pg-core";

/** Every table is keyed by its tenant first, so that no row can point across organizations. */
export const organizationId = () => uuid("organization_id").notNull();

/** A UTC instant. Millisecond precision, because that is all a JavaScript Date (and so a page cursor) can carry. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** ISO 4217 alphabetic code. */
export const currencyCode = (name = "currency") => char(name, { length: 3 });
