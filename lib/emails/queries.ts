import { and, asc, desc, eq, getTableColumns, gt, inArray, like, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db, readFor, type Executor } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { users } from "@/db/schema/users";
import { assertAdmin, type Actor } from "@/lib/actor";
import { mailConfigured, type Letter } from "@/lib/mail/smtp";
import { notFound } from "@/lib/errors";
import { inWindow, matchingAll, type Conditions } from "@/lib/lists/conditions";
import { cappedTotal, exactTotalLimit, keyset, pageSize, turnedPage, type Total } from "@/lib/lists/keyset";
import { transitionTable } from "@/lib/payouts/transitions";
import { payoutsTo } from "@/lib/payouts/list/matching";
import { escapeLike } from "@/lib/lists/search-text";
import type { At } from "@/lib/moment";
import type { EmailFilter, EmailListView } from "./filter";
import { emailFacts, type EmailFacts, type RecipientFacts } from "./facts";
import { emailKindTable } from "./kinds";
import { recipientLink, writeLetter } from "./render";

export type Email = typeof emails.$inferSelect;
/** `reference`: of the payout; null for an email to a user, whose name `recipientName` is then. */
export type LoggedEmail = Email & { reference: string | null; recipientName: string };

/** Every email, queued or sent, about one payout of the actor's organization, oldest first. */
export async function payoutEmails(actor: Actor, payoutId: string): Promise<Email[]> {
  if (!z.uuid().safeParse(payoutId).success) return [];
  return db
    .select()
    .from(emails)
    .where(and(eq(emails.organizationId, actor.organizationId), eq(emails.payoutId, payoutId)))
    .orderBy(asc(emails.queuedAt), asc(emails.id));
}

/** The latest emails about some payouts of the actor's organization, at most `size`, oldest first. */
export async function latestEmailsAbout(actor: Actor, payoutIds: readonly string[], size: number): Promise<Email[]> {
  if (payoutIds.length === 0) return [];
  const latest = await db
    .select()
    .from(emails)
    .where(and(eq(emails.organizationId, actor.organizationId), inArray(emails.payoutId, [...payoutIds])))
    .orderBy(desc(emails.queuedAt), desc(emails.id))
    .limit(size);
  return latest.reverse();
}

export type EmailPage = { rows: LoggedEmail[]; total: Total; previous: string | null; next: string | null };

/**
 * One page of the email log of the actor's organization, newest first, with the cursors of the pages before and after.
 * @throws DomainError `forbidden` for everyone but admins
 */
export async function listEmails(
  actor: Actor,
  { filter, page }: EmailListView,
  at: At,
  size = pageSize,
  executor?: Executor,
): Promise<EmailPage> {
  assertAdmin(actor);
  const { where, orderBy } = keyset(page, { by: emails.queuedAt, id: emails.id, descending: true });
  const read = async (on: Executor) => {
    const found = await on
      .select({
        ...getTableColumns(emails),
        reference: payouts.reference,
        recipientName: sql<string>`coalesce(${payouts.recipientName}, ${users.name})`,
      })
      .from(emails)
      .leftJoin(payouts, and(eq(payouts.organizationId, emails.organizationId), eq(payouts.id, emails.payoutId)))
      .leftJoin(users, and(eq(users.organizationId, emails.organizationId), eq(users.id, emails.userId)))
      .where(and(matchingEmails(actor, filter, at), where))
      .orderBy(...orderBy)
      .limit(size + 1);
    return {
      ...turnedPage(found, size, page, (email) => email.queuedAt),
      total: await countEmails(actor, filter, at, on),
    };
  };
  return readFor(actor, read, { executor });
}

/**
 * How many emails of the actor's organization match a filter, counted up to the limit of every list.
 * @throws DomainError `forbidden` for everyone but admins
 */
export async function countEmails(
  actor: Actor,
  filter: EmailFilter,
  at: At,
  executor: Executor = db,
): Promise<EmailPage["total"]> {
  assertAdmin(actor);
  const some = executor
    .select({ id: emails.id })
    .from(emails)
    .where(matchingEmails(actor, filter, at));
  return cappedTotal(executor, some.limit(exactTotalLimit + 1).as("some"));
}

const conditionsOf = (actor: Actor): Conditions<EmailFilter> => ({
  to: (to) => like(sql`lower(${emails.toEmail})`, sql`lower(${`${escapeLike(to)}%`})`),
  recipient: (payoutId) => sql`${emails.payoutId} = any(array(${payoutsTo(actor, payoutId)}))`,
  status: (status) => eq(emails.status, status),
  queued: (window, at) => inWindow(emails.queuedAt, window, at),
});

/** The one function that turns a filter into SQL: the actor's emails that it means, on the table `emails`. */
export const matchingEmails = (actor: Actor, filter: EmailFilter, at: At): SQL | undefined =>
  and(eq(emails.organizationId, actor.organizationId), matchingAll(conditionsOf(actor), filter, at));

export type RenderedEmail = EmailFacts & {
  /** Null when what the email was about does not exist any more, so that it cannot be written again. */
  letter: Letter | null;
  /** In the demo, the address of the recipient's page; null elsewhere, and where the message has no working link. */
  link: string | null;
  /** Its link no longer works, because the recipient's email was changed later. */
  withdrawn: boolean;
};

/**
 * An email as it was sent, or would be sent now. The payout's link is masked, because anyone who has it can act as the
 * recipient. Only the demo, which cannot send emails, shows the link, and only while it is still the link of the email.
 * @throws DomainError `forbidden` for everyone but admins, `not_found` for an id of another organization
 */
export async function renderEmail(actor: Actor, emailId: string): Promise<RenderedEmail> {
  assertAdmin(actor);
  const facts = z.uuid().safeParse(emailId).success ? await emailFacts(actor.organizationId, emailId) : null;
  if (!facts) throw notFound("email");
  if (facts.to === "user")
    return { ...facts, link: null, withdrawn: false, letter: await writeLetter(facts, { hideSecrets: !isDemo() }) };
  const withdrawn = await isWithdrawn(facts);
  const shown = isDemo() && !withdrawn;
  const link = shown && emailKindTable[facts.email.kind].invites ? recipientLink(facts.payout) : null;
  return { ...facts, link, withdrawn, letter: await writeLetter(facts, { hideSecrets: !shown }) };
}

/** A change of the address creates a new link and invalidates all older ones. */
async function isWithdrawn({ email: { organizationId, payoutId, queuedAt } }: RecipientFacts): Promise<boolean> {
  const changed = and(
    eq(events.organizationId, organizationId),
    eq(events.payoutId, payoutId),
    eq(events.name, transitionTable.readdress.event),
  );
  // The event and the email with the new link have the same time.
  return (await db.$count(events, and(changed, gt(events.occurredAt, queuedAt)))) > 0;
}

/** The embedded database without a mail server: no address belongs to a real person. */
const isDemo = () => process.env.MERIDIAN_EMBEDDED_DATABASE === "yes" && !mailConfigured();
