import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { bytes, instant, organizationId } from "./columns";
import { organizations } from "./organizations";

/**
 * The logos that an organization has ever shown, as PNG files that we made. Emails that were sent name them, so none is
 * deleted when another takes its place.
 */
export const logos = pgTable(
  "logos",
  {
    organizationId: organizationId(),
    /** SHA-256 of `png`, in hexadecimal digits. */
    hash: text("hash").notNull(),
    png: bytes("png").notNull(),
    /** In pixels of the file, which is twice the size at which it is shown. */
    width: smallint("width").notNull(),
    height: smallint("height").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.hash] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    check("logos_hash_form", sql`${t.hash} ~ '^[0-9a-f]{64}$'`),
    check("logos_size", sql`${t.width} between 1 and 480 and ${t.height} between 1 and 96`),
  ],
);
