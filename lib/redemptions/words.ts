import { formatDay, formatDeadline } from "@/lib/time";
import { currencyInWords } from "@/lib/plain-words";
import type { PayoutStatus, Tone } from "@/lib/payouts/status";
import type { RecipientPayout } from "./queries";

/** The text that a recipient sees instead of a step. */
export type ClosedText = { title: string; text: string; tone: Tone };

type Standing = Omit<RecipientPayout, "verification">;

const byStatus: Record<PayoutStatus, (payout: Standing) => ClosedText | null> = {
  pending: (payout) => (payout.methods.length > 0 ? null : noMethod(payout)),
  submitted: ({ paidTo }) => ({
    title: "Your money is on its way",
    text: `You have done everything; there is nothing more to do. ${paidTo?.meaning ?? "Banks usually take one to five working days."} We email you when it is paid.`,
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
    text: `It could be used until ${formatDeadline(payout.expiresAt, payout.timeZone)}. Nobody else has received your money. Please ask ${payout.organizationName} for a new link.`,
    tone: "warning",
  }),
  canceled: (payout) => ({
    title: "This payout was canceled",
    text: `${payout.organizationName} canceled it on ${changedDay(payout)}. You do not need to do anything. If you think that this is a mistake, please ask them.`,
    tone: "neutral",
  }),
};

const changedDay = ({ statusChangedAt, timeZone }: Standing) => formatDay(statusChangedAt, timeZone);

const noMethod = ({ organizationName, currency, expiresAt, timeZone }: Standing): ClosedText => ({
  title: `We cannot pay ${currencyInWords(currency)} here yet`,
  text: `Your payout is safe and available until ${formatDeadline(expiresAt, timeZone)}. Please write to ${organizationName}, so that they can pay you in another way.`,
  tone: "warning",
});

const locked = ({ organizationName }: Standing): ClosedText => ({
  title: "This link is locked",
  text: `Too many answers were wrong, so we locked the link to keep your money safe. Nobody else has received it. Please ask ${organizationName}: when they are sure that it is you, they can send you a new link.`,
  tone: "danger",
});

const undelivered = ({ aboutAccount, organizationName, supportEmail, reference }: Standing): ClosedText => ({
  title: "The money could not be delivered",
  text: aboutAccount
    ? `It did not reach the account you chose, and it is not lost. Check with your bank that the account is open, in your name, and can receive such a payment. Then write to ${supportEmail} and name the reference ${reference}: ${organizationName} can try again, or send you a new link to give another account.`
    : `Something went wrong with the payment, and the money is not lost. You do not need to do anything now: ${organizationName} knows about it, and can try again or send you a new link. If you have questions, write to ${supportEmail} and name the reference ${reference}.`,
  tone: "danger",
});

const beingChecked = ({ organizationName, supportEmail }: Standing): ClosedText => ({
  title: "Your payout is being checked",
  text: `It could not be completed as expected. You do not need to do anything on this page: ${organizationName} can tell you what happens next. If you have questions, or the money has arrived, please write to ${supportEmail}.`,
  tone: "warning",
});

const unfinished = ({ organizationName }: Standing): ClosedText => ({
  title: "This payout could not be completed",
  text: `This link can no longer be used. Nobody else has received your money. Please ask ${organizationName} for a new link.`,
  tone: "danger",
});

const replaced = ({ organizationName, supportEmail }: Standing): ClosedText => ({
  title: "There is a newer payout",
  text: `This payout was replaced by a new one. Please use the link in the latest email about a payout from ${organizationName}. If you did not receive it, it may have gone to another address: please write to ${supportEmail}.`,
  tone: "neutral",
});

/** The text for a payout on which the recipient has nothing to do; null while it is pending and they can continue. */
export const closedWords = (payout: Standing): ClosedText | null =>
  payout.replaced ? replaced(payout) : byStatus[payout.status](payout);
