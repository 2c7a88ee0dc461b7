import { and, desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payouts } from "@/db/schema/payouts";
import type { Language } from "@/lib/recipient-words/languages";
import { saidIn } from "@/lib/payouts/extra/columns";
import { columnsOf } from "@/lib/payouts/extra/queries";
import { isAboutAccount, isBeingChecked } from "@/lib/payouts/failures";
import type { PayoutStatus } from "@/lib/payouts/status";
import { standingAt } from "@/lib/payouts/transitions";
import type { MethodName } from "@/lib/payments/providers/methods";
import { openProvider } from "@/lib/payments/providers/table";
import { logoOfOrganization, type Logo } from "@/lib/settings/logos";
import { databaseNow } from "@/lib/time";
import { whereLinkLeads } from "@/lib/web/link-actor";
import { codeIsGood } from "@/lib/payouts/fields/verification";
import { lockCode } from "./answers";
import { isProof } from "./proof";

/** How a recipient shows who they are: by an answer that the organization holds, or by a code we email. */
type Verification = { by: "answer" } | { by: "code"; sentTo: string; state: "unsent" | "good" | "ran_out" };

/** What a recipient may know of their payout: nothing of the batch or the staff. */
export type RecipientPayout = {
  recipientName: string;
  reference: string;
  amountMinor: bigint;
  currency: string;
  /** As it stands now, expiry applied. */
  status: PayoutStatus;
  /** Another payout took its place. */
  replaced: boolean;
  /** It failed because too many answers were wrong. */
  locked: boolean;
  /** The account they chose is what failed. */
  aboutAccount: boolean;
  /** It failed so that nobody can say yet whether it can be paid again. */
  beingChecked: boolean;
  statusChangedAt: Date;
  expiresAt: Date;
  organizationName: string;
  supportEmail: string;
  brandColor: string;
  logo: Logo | null;
  timeZone: string;
  verification: Verification;
  /** After a wrong answer, how many are left. */
  answersLeft: number | null;
  /** Whoever asks has proved who they are. */
  verified: boolean;
  /** The ways to be paid, the most usual first; none when nobody can pay the currency. */
  methods: readonly MethodName[];
  /** No real money moves. */
  test: boolean;
  /** Where the money goes, masked; for those who have proved who they are, once it is submitted. */
  paidTo: { method: MethodName; masked: string } | null;
  /** What the organization's own columns say that it shows to recipients, and that this one may see by now. */
  extra: readonly { key: string; label: string; text: string }[];
  /** The language that the organization named for this payout, and the one that it speaks itself. */
  language: Language | null;
  defaultLanguage: Language;
};

/**
 * The payout a link is for. The token is the permission, and the only one: it takes no actor and changes nothing. Null
 * for an unknown link.
 * @param proof what `answer` gave the browser that asks
 */
export async function payoutOfLink(token: string, proof?: string): Promise<RecipientPayout | null> {
  const found = await findByLink(token);
  if (!found) return null;
  const { payout, organization } = found;
  const now = await databaseNow(db);
  const standing = standingAt(payout, now);
  const verified = isProof(proof, { payoutId: payout.id, linkVersion: payout.linkVersion }, now);
  const { methods, test } = openProvider();
  return {
    recipientName: payout.recipientName,
    reference: payout.reference,
    amountMinor: payout.amountMinor,
    currency: payout.currency,
    status: standing.status,
    replaced: payout.archivedAt !== null,
    locked: payout.failureCode === lockCode,
    aboutAccount: isAboutAccount(payout),
    beingChecked: isBeingChecked(payout),
    statusChangedAt: standing.statusChangedAt,
    expiresAt: payout.expiresAt,
    organizationName: organization.name,
    supportEmail: organization.supportEmail,
    brandColor: organization.brandColor,
    logo: await logoOfOrganization(organization),
    timeZone: organization.timeZone,
    verification: verificationOf(payout, now),
    answersLeft:
      payout.verificationAttempts > 0
        ? Math.max(0, organization.verificationLimit - payout.verificationAttempts)
        : null,
    verified,
    methods: methods(payout.currency),
    test,
    paidTo: verified ? await paidTo(payout) : null,
    language: payout.language,
    defaultLanguage: organization.defaultLanguage,
    extra: await shownExtra(payout, verified),
  };
}

async function findByLink(token: string) {
  const here = whereLinkLeads(token);
  if (!here) return null;
  const [found] = await db
    .select({ payout: payouts, organization: organizations })
    .from(payouts)
    .innerJoin(organizations, eq(organizations.id, payouts.organizationId))
    .where(here)
    .limit(1);
  return found ?? null;
}

type Row = typeof payouts.$inferSelect;

function verificationOf({ verificationAnswer, recipientEmail, codeSentAt }: Row, now: Date): Verification {
  if (verificationAnswer !== null) return { by: "answer" };
  return {
    by: "code",
    sentTo: maskEmail(recipientEmail),
    state: codeSentAt === null ? "unsent" : codeIsGood(codeSentAt, now) ? "good" : "ran_out",
  };
}

/** "ada@example.com" → "a•••@example.com": enough for its owner, little for others. */
const maskEmail = (email: string) => `${email.slice(0, 1)}•••${email.slice(email.lastIndexOf("@"))}`;

/**
 * A link may be passed on, so that what is personal is shown only to those who have proved who they are; and so is all of it
 * where an answer is the proof, because one of these texts may be that answer.
 */
async function shownExtra(payout: Row, verified: boolean): Promise<RecipientPayout["extra"]> {
  if (payout.extra === null || (!verified && payout.verificationAnswer !== null)) return [];
  const columns = await columnsOf(payout.organizationId);
  return saidIn(
    columns.filter(({ shownToRecipients, personal }) => shownToRecipients && (verified || !personal)),
    payout,
  );
}

async function paidTo({ organizationId, id }: Row): Promise<RecipientPayout["paidTo"]> {
  const [attempt] = await db
    .select({ masked: payoutAttempts.maskedDetails, method: payoutAttempts.method })
    .from(payoutAttempts)
    .where(and(eq(payoutAttempts.organizationId, organizationId), eq(payoutAttempts.payoutId, id)))
    .orderBy(desc(payoutAttempts.number))
    .limit(1);
  return attempt ? { masked: attempt.masked, method: attempt.method as MethodName } : null;
}
