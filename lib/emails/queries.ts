import { and, asc, count, desc, eq, gt, gte, like, lt, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { payouts } from "@/db/schema/payouts";
import { assertAdmin, type Actor } from "../actor";
import { mailConfigured, type Letter } from "../email";
import { notFound } from "../errors";
import { windowBounds, type At } from "../time-window";
import { recipientPrefix, type EmailFilter, type EmailListView } from "./filter";
import { emailFacts, type EmailFacts } from "./facts";
import { writeLetter } from "./letter";

export type Email = typeof emails.$inferSelect;
export type LoggedEmail = Email & { reference: string; recipientName: string };

export const emailPageSize = 50;
/** Above this the log says "10,000+". */
export const emailTotalLimit = 10_000;

/** Every email owed or sent about one payout of the actor's organization, oldest first. */
export async function payoutEmails(actor: Actor, payoutId: string): Promise<Email[]> {
  if (!z.uuid().safeParse(payoutId).success) return [];
  return db
    .select()
    .from(emails)
    .where(and(eq(emails.organizationId, actor.organizationId), eq(emails.payoutId, payoutId)))
    .orderBy(asc(emails.queuedAt), asc(emails.id));
}

export type EmailPage = { rows: LoggedEmail[]; total: { count: number; capped: boolean }; previous: string | null; next: string | null };

/**
 * One page of the actor's email log, newest first, with the cursors of its neighbours.
 * @throws DomainError `forbidden` for everyone but admins
 */
export async function listEmails(actor: Actor, { filter, page }: EmailListView, at: At, size = emailPageSize, executor: Executor = db): Promise<EmailPage> {
  assertAdmin(actor);
  const backwards = page.before !== undefined;
  const direction = backwards ? asc : desc;
  const found = await executor
    .select({ email: emails, reference: payouts.reference, recipientName: payouts.recipientName })
    .from(emails)
    .innerJoin(payouts, and(eq(payouts.organizationId, emails.organizationId), eq(payouts.id, emails.payoutId)))
    .where(and(matching(actor, filter, at), beyond(page.after ?? page.before, backwards)))
    .orderBy(direction(emails.queuedAt), direction(emails.id))
    .limit(size + 1);
  const more = found.length > size;
  const shown = found.slice(0, size).map(({ email, ...about }) => ({ ...email, ...about }));
  const rows = backwards ? shown.reverse() : shown;
  return {
    rows,
    total: await countEmails(actor, filter, at, executor),
    previous: (backwards ? more : page.after !== undefined) ? cursorOf(rows[0]) : null,
    next: (backwards ? rows.length > 0 : more) ? cursorOf(rows.at(-1)) : null,
  };
}

/**
 * How many emails a filter means, counted up to `emailTotalLimit`.
 * @throws DomainError `forbidden` for everyone but admins
 */
export async function countEmails(actor: Actor, filter: EmailFilter, at: At, executor: Executor = db): Promise<EmailPage["total"]> {
  assertAdmin(actor);
  const some = executor.select({ id: emails.id }).from(emails).where(matching(actor, filter, at)).limit(emailTotalLimit + 1).as("some");
  const [row] = await executor.select({ count: count() }).from(some);
  const found = row?.count ?? 0;
  return { count: Math.min(found, emailTotalLimit), capped: found > emailTotalLimit };
}

function matching(actor: Actor, { status, queued, to }: EmailFilter, at: At): SQL | undefined {
  const bounds = queued === undefined ? undefined : windowBounds(queued, at);
  return and(
    eq(emails.organizationId, actor.organizationId),
    status && eq(emails.status, status),
    bounds?.from ? gte(emails.queuedAt, bounds.from) : undefined,
    bounds?.to ? lt(emails.queuedAt, bounds.to) : undefined,
    to ? like(sql`lower(${emails.toEmail})`, recipientPrefix(to)) : undefined,
  );
}

const cursorOf = (row: Email | undefined): string | null => (row ? `${row.queuedAt.getTime()}_${row.id}` : null);

function beyond(cursor: string | undefined, backwards: boolean): SQL | undefined {
  if (cursor === undefined) return undefined;
  const [ms, id = ""] = cursor.split("_");
  const queuedAt = new Date(Number(ms));
  const past = backwards ? gt : lt;
  return or(past(emails.queuedAt, queuedAt), and(eq(emails.queuedAt, queuedAt), past(emails.id, id)));
}

export type RenderedEmail = EmailFacts & { letter: Letter; linkShown: boolean };

/**
 * An email as it leaves, or would leave now. The payout's link is masked: it would let whoever reads it act as the recipient.
 * Only the demo, which has no way to send it, shows it.
 * @throws DomainError `forbidden` for everyone but admins, `not_found` for an id of another organization
 */
export async function renderEmail(actor: Actor, emailId: string): Promise<RenderedEmail> {
  assertAdmin(actor);
  const facts = z.uuid().safeParse(emailId).success ? await emailFacts(actor.organizationId, emailId) : null;
  if (!facts) throw notFound("email");
  const linkShown = isDemo();
  return { ...facts, linkShown, letter: await writeLetter(facts, { hideLink: !linkShown }) };
}

/** The embedded database and no mail server: nobody real is behind any address. */
const isDemo = () => process.env.MERIDIAN_EMBEDDED_DATABASE === "yes" && !mailConfigured();
