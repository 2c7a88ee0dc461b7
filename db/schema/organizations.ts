import { sql } from "drizzle-orm";
import { check, integer, pgTable, smallint, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
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
    /** Colour of the organization's messages and of its recipients' page, as #rrggbb. */
    brandColor: text("brand_color").notNull().default("#1d4ed8"),
    /** Days before the expiry on which a recipient is reminded; none turns reminders off. */
    reminderDays: smallint("reminder_days").array().notNull().default([7, 3, 1]),
    /** Wrong answers a recipient may give before the payout is locked. */
    verificationLimit: smallint("verification_limit").notNull().default(5),
    /** After how many months old records move to the archive; null keeps them where they are. */
    retentionMonths: smallint("retention_months"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("organizations_slug").on(t.slug),
    check("organizations_slug_form", sql`${t.slug} ~ '^[a-z0-9][a-z0-9-]{0,62}$'`),
    check("organizations_name_length", sql`char_length(${t.name}) between 1 and 200`),
    check("organizations_brand_color_form", sql`${t.brandColor} ~ '^#[0-9a-f]{6}$'`),
    check(
      "organizations_reminder_days",
      sql`cardinality(${t.reminderDays}) <= 5 and 1 <= all(${t.reminderDays}) and 60 >= all(${t.reminderDays})`,
    ),
    check("organizations_verification_limit", sql`${t.verificationLimit} between 1 and 20`),
    // The Dashboard compares with what happened up to 63 days ago.
    check("organizations_retention", sql`${t.retentionMonths} between 3 and 1200`),
    check("organizations_lifetime", sql`${t.payoutLifetimeDays} between 1 and 730`),
  ],
);
