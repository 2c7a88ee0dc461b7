import { sql, type SQL } from "drizzle-orm";
import {
  boolean,
  check,
  integer,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";
import { instant, recipientLanguage } from "./columns";

type OwnWords = `${"subject" | "greeting"}${Capitalize<(typeof recipientLanguage.enumValues)[number]>}`;
const ownWord = (name: string) => text(name);

/** The columns with an organization's own words: `subjectEn`, `greetingEn`, and so on for each language. */
const ownWordsColumns = () =>
  Object.fromEntries(
    recipientLanguage.enumValues.flatMap((language) =>
      ["subject", "greeting"].map((word) => [
        `${word}${language[0]!.toUpperCase()}${language.slice(1)}`,
        ownWord(`${word}_${language}`),
      ]),
    ),
  ) as Record<OwnWords, ReturnType<typeof ownWord>>;

const ownWordsAreShort = (t: Record<OwnWords, AnyPgColumn>): SQL => {
  const lengths = Object.keys(ownWordsColumns()).map((name) => sql`char_length(${t[name as OwnWords]})`);
  return sql`greatest(${sql.join(lengths, sql`, `)}) <= 150`;
};

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
    /** Where replies to emails go; null is the support email. */
    replyTo: text("reply_to"),
    /** How long a payout can be redeemed when its row names no expiry. */
    payoutLifetimeDays: integer("payout_lifetime_days").notNull().default(30),
    /** Colour of the organization's messages and of its recipients' page, as #rrggbb. */
    brandColor: text("brand_color").notNull().default("#1d4ed8"),
    /** The one of its `logos` that is shown; null shows the name alone. */
    logoHash: text("logo_hash"),
    /** In which recipients are written to where neither their payout nor their browser names a language. */
    defaultLanguage: recipientLanguage("default_language").notNull().default("en"),
    /** Its own subject of the first email, and its own greeting of every email; null leaves them to Meridian. */
    ...ownWordsColumns(),
    /** Days before the expiry on which a recipient is reminded; none turns reminders off. */
    reminderDays: smallint("reminder_days").array().notNull().default([7, 3, 1]),
    /** Wrong answers a recipient may give before the payout is locked. */
    verificationLimit: smallint("verification_limit").notNull().default(5),
    /** How often an admin may send the email of one payout again, in all, and how long after the last one. */
    resendLimit: smallint("resend_limit").notNull().default(5),
    resendWaitMinutes: smallint("resend_wait_minutes").notNull().default(10),
    /** After how many months old records move to the archive; null keeps them where they are. */
    retentionMonths: smallint("retention_months"),
    /** A recipient’s personal data can be erased so long after the last change of their payouts. */
    erasureWaitDays: smallint("erasure_wait_days").notNull().default(30),
    /** So long after a batch ended, its file and its verification answers are removed; 0 keeps them. */
    fileDays: smallint("file_days").notNull().default(0),
    /** A session that is not used for so long ends. */
    sessionIdleMinutes: integer("session_idle_minutes").notNull().default(720),
    /** A session ends so long after its sign-in, whatever is done in it. */
    sessionMinutes: integer("session_minutes").notNull().default(10_080),
    /** Staff without a second factor can do nothing but set one up. */
    secondFactorRequired: boolean("second_factor_required").notNull().default(false),
    /** Rises with every change of the settings, so that nobody saves over what they have not seen. */
    settingsVersion: integer("settings_version").notNull().default(1),
    /** When, and by which user, they were changed last; null before the first change. */
    settingsChangedAt: instant("settings_changed_at"),
    settingsChangedBy: uuid("settings_changed_by"),
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
    check("organizations_erasure_wait", sql`${t.erasureWaitDays} between 0 and 3650`),
    check("organizations_file_days", sql`${t.fileDays} between 0 and 3650`),
    check(
      "organizations_session_limits",
      sql`5 <= ${t.sessionIdleMinutes} and ${t.sessionIdleMinutes} <= ${t.sessionMinutes} and ${t.sessionMinutes} <= 43200`,
    ),
    check(
      "organizations_resends",
      sql`${t.resendLimit} between 1 and 20 and ${t.resendWaitMinutes} between 1 and 1440`,
    ),
    check("organizations_reply_to_length", sql`char_length(${t.replyTo}) between 3 and 254`),
    check("organizations_own_words_length", ownWordsAreShort(t)),
    check("organizations_logo_hash_form", sql`${t.logoHash} ~ '^[0-9a-f]{64}$'`),
    check("organizations_lifetime", sql`${t.payoutLifetimeDays} between 1 and 730`),
  ],
);
