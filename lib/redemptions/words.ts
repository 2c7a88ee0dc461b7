import { formatDay } from "@/lib/time";
import { currencyInWords, deadlineInWords } from "@/lib/plain-words";
import type { PayoutStatus, Tone } from "@/lib/payouts/status";
import type { RecipientPayout } from "./queries";

/** How a payout stands, as its recipient is told. */
export type Told = { title: string; text: string; tone: Tone };

type Standing = Omit<RecipientPayout, "verification">;

const byStatus: Record<PayoutStatus, (payout: Standing) => Told | null> = {
  pending: (payout) => (payout.methods.length > 0 ? null : noMethod(payout)),
  submitted: ({ paidTo }) => ({
    title: "Your money is on its way",
    text: `You have done your part; there is nothing more to do. ${paidTo?.meaning ?? "Banks usually take one to five working days."} We email you when it is paid.`,
    tone: "success",
  }),
  completed: (payout) => ({
    title: "You have been paid",
    text: `The money was paid out on ${changedDay(payout)}. Your bank may take a little longer to show it. There is nothing more to do.`,
    tone: "success",
  }),
  failed_to_send: (payout) => (payout.beingChecked ? beingChecked(payout) : undelivered(payout)),
  failed_to_process: (payout) => (payout.locked ? locked(payout) : unfinished(payout)),
  expired: (payout) => ({
    title: "This link has expired",
    text: `It could be used until ${deadlineInWords(payout.expiresAt, payout.timeZone)}. Nobody has taken your money: please ask ${payout.organizationName} for a new link.`,
    tone: "warning",
  }),
  canceled: (payout) => ({
    title: "This payout was canceled",
    text: `${payout.organizationName} canceled it on ${changedDay(payout)}. You need to do nothing. If you think that this is a mistake, please ask them.`,
    tone: "neutral",
  }),
};

const changedDay = ({ statusChangedAt, timeZone }: Standing) => formatDay(statusChangedAt, timeZone);

const noMethod = ({ organizationName, currency, expiresAt, timeZone }: Standing): Told => ({
  title: `We cannot pay ${currencyInWords(currency)} here yet`,
  text: `Your payout is safe, and yours until ${deadlineInWords(expiresAt, timeZone)}. Please write to ${organizationName}, so that they can pay you in another way.`,
  tone: "warning",
});

const locked = ({ organizationName }: Standing): Told => ({
  title: "This link is locked",
  text: `Too many answers were wrong, so we locked the link to keep your money safe. Nobody has taken it. Please ask ${organizationName}: once they are sure that it is you, they can send you a new link.`,
  tone: "danger",
});

const undelivered = ({ aboutAccount, organizationName, supportEmail, reference }: Standing): Told => ({
  title: "The money could not be delivered",
  text: aboutAccount
    ? `It did not reach the account you chose, and it is not lost. Check with your bank that the account is open, in your name, and can receive such a payment. Then write to ${supportEmail} and name the reference ${reference}: ${organizationName} can try again, or send you a new link to give another account.`
    : `Something went wrong on its way to you, and it is not lost. You need not do anything just now: ${organizationName} knows of it, and can try again or send you a new link. If you have questions, write to ${supportEmail} and name the reference ${reference}.`,
  tone: "danger",
});

const beingChecked = ({ organizationName, supportEmail }: Standing): Told => ({
  title: "Your payout is being checked",
  text: `It could not be finished as expected. You need not do anything on this page: ${organizationName} can tell you what happens next. If you have questions, or the money has arrived, please write to ${supportEmail}.`,
  tone: "warning",
});

const unfinished = ({ organizationName }: Standing): Told => ({
  title: "This payout could not be completed",
  text: `This link can no longer be used. Nobody has taken your money: please ask ${organizationName} for a new link.`,
  tone: "danger",
});

const replaced = ({ organizationName, supportEmail }: Standing): Told => ({
  title: "There is a newer payout",
  text: `A new payout has taken the place of this one. Please use the link in the latest email about a payout from ${organizationName}. If you have got none, it may have gone to another address: please write to ${supportEmail}.`,
  tone: "neutral",
});

/**
 * What the recipient is told when there is nothing for them to do here; null while the payout waits for them and they
 * can go on.
 */
export const closedWords = (payout: Standing): Told | null =>
  payout.replaced ? replaced(payout) : byStatus[payout.status](payout);
