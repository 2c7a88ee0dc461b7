import { and, eq, sql } from "drizzle-orm";
import { db, keepingPlans } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { logos } from "@/db/schema/logos";
import { organizations } from "@/db/schema/organizations";
import { payouts } from "@/db/schema/payouts";
import { users } from "@/db/schema/users";
import { hasLaterOfItsKind, hasNewerInvitation, wasInvited } from "./invitations";
import type { RecipientEmailKind, UserEmailKind } from "./kinds";
import type { Language } from "@/lib/recipient-words/languages";
import { logoColumns, logoOf, ofOrganization, type Logo } from "@/lib/settings/logos";
import { ownWordsNames, type OwnWordsName } from "@/lib/settings/own-words";
import type { UserState } from "@/lib/users/status";

type Email = typeof emails.$inferSelect;
/** The organization as its emails show it. */
export type OrganizationFacts = Pick<
  typeof organizations.$inferSelect,
  "name" | "supportEmail" | "replyTo" | "timeZone" | "brandColor" | "defaultLanguage" | OwnWordsName
> & { logo: Logo | null };
type Common = {
  /** A later email of its kind is about the same. */
  hasLaterOfItsKind: boolean;
  /** When this was read, by the database's clock. */
  now: Date;
  organization: OrganizationFacts;
};

/** The data that a message to a recipient is written from. */
export type RecipientFacts = Common & {
  to: "recipient";
  email: Email & { payoutId: string; kind: RecipientEmailKind };
  payout: typeof payouts.$inferSelect;
  /** Another email with this payout's link was sent to the same address, or may have been. */
  invited: boolean;
  /** A later email with this payout's link was sent or is queued. */
  hasNewerInvitation: boolean;
};

/** The data that a message to a user is written from, beside what it is about. */
export type UserFacts = Common & {
  to: "user";
  email: Email & { userId: string; aboutId: string; kind: UserEmailKind };
  user: { name: string; email: string; state: UserState };
};

export type EmailFacts = RecipientFacts | UserFacts;

/** The language in which a recipient is written to now: that of the payout, else that of its organization. */
export const emailLanguage = (
  { language }: Pick<typeof payouts.$inferSelect, "language">,
  { defaultLanguage }: Pick<OrganizationFacts, "defaultLanguage">,
): Language => language ?? defaultLanguage;

/** The language of one email to a recipient: the one in which it left, else the one in which it would leave now. */
export const languageOf = ({ email, payout, organization }: RecipientFacts): Language =>
  email.language ?? emailLanguage(payout, organization);

const ownWords = Object.fromEntries(ownWordsNames.map((name) => [name, organizations[name]])) as {
  [Name in OwnWordsName]: (typeof organizations)[Name];
};

const clock = sql`date_trunc('milliseconds', clock_timestamp())`.mapWith(emails.queuedAt);

/** The data of one email of the organization; null when it has no such email. */
export async function emailFacts(organizationId: string, emailId: string): Promise<EmailFacts | null> {
  const [row] = await keepingPlans(db)
    .select({
      email: emails,
      payout: payouts,
      user: { name: users.name, email: users.email, state: users.state },
      invited: wasInvited,
      hasNewerInvitation,
      hasLaterOfItsKind,
      now: clock,
      organization: {
        name: organizations.name,
        supportEmail: organizations.supportEmail,
        replyTo: organizations.replyTo,
        timeZone: organizations.timeZone,
        brandColor: organizations.brandColor,
        defaultLanguage: organizations.defaultLanguage,
        ...ownWords,
      },
      logo: logoColumns,
    })
    .from(emails)
    .innerJoin(organizations, eq(organizations.id, emails.organizationId))
    .leftJoin(logos, ofOrganization)
    .leftJoin(payouts, and(eq(payouts.organizationId, emails.organizationId), eq(payouts.id, emails.payoutId)))
    .leftJoin(users, and(eq(users.organizationId, emails.organizationId), eq(users.id, emails.userId)))
    .where(and(eq(emails.organizationId, organizationId), eq(emails.id, emailId)));
  if (!row) return null;
  // The table has exactly one recipient for each email.
  const { user, payout, invited, hasNewerInvitation: newer, logo, ...read } = row;
  const common = { ...read, organization: { ...read.organization, logo: logoOf(organizationId, logo) } };
  return payout === null
    ? ({ to: "user", ...common, user } as UserFacts)
    : ({ to: "recipient", ...common, payout, invited, hasNewerInvitation: newer } as RecipientFacts);
}
