import { sql } from "drizzle-orm";
import { check, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";

export const organizations = pgTable(
  "organizations",
  {
    id: uuid("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    /** IANA name; days, windows written as dates, and stamps on screen are in this zone. */
    timeZone: text("time_zone").notNull(),
    /** Where recipients of this organization's payouts write with questions. */
    supportEmail: text("support_email").notNull(),
    /** How long a payout can be redeemed when its row names no expiry. */
    payoutLifetimeDays: integer("payout_lifetime_days").notNull().default(30),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("organizations_slug").on(t.slug),
    check("organizations_slug_form", sql`${t.slug} ~ '^[a-z0-9][a-z0-9-]{0,62}$'`),
    check("organizations_name_length", sql`char_length(${t.name}) between 1 and 200`),
    check("organizations_lifetime", sql`${t.payoutLifetimeDays} between 1 and 730`),
  ],
);
