import type { UserActor } from "@/lib/actor";
import { recipientProgress } from "@/lib/dashboard/progress";
import { emailKindTable } from "@/lib/emails/kinds";
import type { LatestEmails } from "@/lib/emails/latest";
import { emailStatusTable } from "@/lib/emails/status";
import type { At } from "@/lib/moment";
import { answersWarning } from "@/lib/payouts/answers";
import { extraTextOf } from "@/lib/payouts/extra/columns";
import { failureReason } from "@/lib/payouts/failures";
import type { Payout } from "@/lib/payouts/queries";
import type { PayoutStatus } from "@/lib/payouts/status";
import { stands } from "@/lib/payouts/transitions";
import type { Settings } from "@/lib/settings/table";
import { stampOf, stampZoneOf, type Stamp } from "@/lib/time";
import { markOf, type FollowUpMark } from "@/app/(portal)/_follow-up/mark-of";
import { payoutSubject, type PayoutSubject } from "./payout-subject";

/** What became of the latest email to a recipient. */
type LastEmail = { at: Stamp; words: string; meaning: string; refused: boolean };

/** The facts of a payout as a row shows them: texts only, because the browser gets each row once more as data. */
export type PayoutLine = PayoutSubject & {
  reference: string;
  status: PayoutStatus;
  /** Why it failed. */
  reason?: string;
  /** The recipient is about to be locked out. */
  warning?: string;
  replaced?: boolean;
  /** Who has it, and that it is put aside. */
  mark?: FollowUpMark;
  changed: Stamp;
  created: Stamp;
  /** Of a payout that may still expire, and in lists that are about expiries. */
  expiry?: Stamp;
  /** What it says in the organization's own columns that the list shows, in their order; empty where it says nothing. */
  own?: string[];
  /** In lists that say how far recipients have got. */
  email?: LastEmail;
  progress?: ReturnType<typeof recipientProgress>;
};

/** `names`: of those who have the payouts of the list. `own`: the organization's own columns that it shows. */
type Viewer = {
  actor: UserActor;
  at: At;
  settings: Settings;
  names: ReadonlyMap<string, string>;
  own?: readonly { key: string }[];
};

/** @param emails the latest emails; null where there are none, undefined where the list does not speak of them */
export function payoutLine(
  payout: Payout,
  { actor, at, settings, names, own = [] }: Viewer,
  emails?: LatestEmails | null,
): PayoutLine {
  const stamp = (instant: Date) => stampOf(instant, at.now, stampZoneOf(at));
  const mark = markOf(payout, names, at);
  const warning = answersWarning(payout, settings.verificationLimit);
  return {
    ...payoutSubject(actor, payout, at, settings),
    reference: payout.reference,
    status: payout.status,
    changed: stamp(payout.statusChangedAt),
    created: stamp(payout.createdAt),
    ...((stands("expire", payout) || emails !== undefined) && { expiry: stamp(payout.expiresAt) }),
    ...(payout.failureCode !== null && { reason: failureReason(payout.failureCode).text }),
    ...(warning !== null && { warning }),
    ...(payout.archivedAt && { replaced: true }),
    ...(mark && { mark }),
    ...(own.length > 0 && payout.extra && { own: own.map(({ key }) => extraTextOf(payout, key) ?? "") }),
    ...(emails && { email: lastEmail(emails, stamp) }),
    ...(emails !== undefined && { progress: recipientProgress(payout, emails?.reach ?? null) }),
  };
}

function lastEmail({ latest }: LatestEmails, stamp: (instant: Date) => Stamp): LastEmail {
  const { label, tone, meaning } = emailStatusTable[latest.status];
  return {
    at: stamp(latest.at),
    words: latest.kind === "payout_resent" ? `Resent · ${label}` : label,
    meaning: `${emailKindTable[latest.kind].label}. ${meaning}`,
    refused: tone === "danger",
  };
}
