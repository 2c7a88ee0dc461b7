import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";
import { organizations } from "./organizations";

/**
 * The columns that an organization's files have beside those that Meridian knows. The first file with a new one enters
 * it; payouts keep their texts under its key.
 */
export const extraColumns = pgTable(
  "extra_columns",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    /** As addresses and payouts spell it. */
    key: text("key").notNull(),
    /** As the first file wrote it. */
    name: text("name").notNull(),
    /** What the organization calls it. */
    label: text("label").notNull(),
    /** Their order, the smallest first; of equal ones the key decides. */
    position: integer("position").notNull(),
    /** Recipients who have proved who they are see it. */
    shownToRecipients: boolean("shown_to_recipients").notNull().default(false),
    /** It says something of a person: no digest has it, and an erasure removes it. So it is until an admin says otherwise. */
    personal: boolean("personal").notNull().default(true),
    /** Rises with each change, so that of two admins at once the second is told. */
    version: integer("version").notNull().default(0),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    uniqueIndex("extra_columns_key").on(t.organizationId, t.key),
    check("extra_columns_key_form", sql`char_length(${t.key}) between 1 and 60 and ${t.key} !~ '[[:space:].=&?#A-Z]'`),
    check("extra_columns_name_length", sql`char_length(${t.name}) between 1 and 100`),
    check("extra_columns_label_length", sql`char_length(${t.label}) between 1 and 60`),
  ],
);
