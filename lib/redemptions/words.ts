import { formatDay } from "../time";
import { deadlineInWords } from "../plain-words";
import type { PayoutStatus, Tone } from "../payouts/status";
import type { RecipientPayout } from "./queries";

/** How a payout stands, as its recipient is told. */
export type Told = { title: string; text: string; tone: Tone };

const byStatus: Record<PayoutStatus, (payout: RecipientPayout) => Told> = {
  pending: (payout) => ({
    title: "Waiting for you",
    text: `This payout is yours until ${deadlineInWords(payout.expiresAt, payout.timeZone)}. To have it paid out, write to ${payout.organizationName}.`,
    tone: "progress",
  }),
  submitted: () => ({ title: "On its way", text: "You have done your part, and the money is on its way to you. There is nothing more to do.", tone: "progress" }),
  completed: (payout) => ({ title: "Paid", text: `The money was paid out on ${changedDay(payout)}. There is nothing more to do.`, tone: "success" }),
  failed_to_send: (payout) => ({
    title: "The money could not be delivered",
    text: `Something went wrong on its way to you. ${payout.organizationName} can tell you what happens next.`,
    tone: "danger",
  }),
  failed_to_process: (payout) => ({
    title: "This payout could not be completed",
    text: `This link can no longer be used. Please ask ${payout.organizationName} for a new one.`,
    tone: "danger",
  }),
  expired: (payout) => ({
    title: "This link has expired",
    text: `It could be used until ${deadlineInWords(payout.expiresAt, payout.timeZone)}. Please ask ${payout.organizationName} for a new one.`,
    tone: "warning",
  }),
  canceled: (payout) => ({
    title: "Canceled",
    text: `${payout.organizationName} canceled this payout on ${changedDay(payout)}. You need to do nothing.`,
    tone: "neutral",
  }),
};

const changedDay = ({ statusChangedAt, timeZone }: RecipientPayout) => formatDay(statusChangedAt, timeZone);

const replaced = ({ organizationName }: RecipientPayout): Told => ({
  title: "There is a newer payout",
  text: `A new payout has taken the place of this one. Please use the link in the latest email about a payout from ${organizationName}.`,
  tone: "neutral",
});

/** Where a payout stands, in words for its recipient. */
export const recipientWords = (payout: RecipientPayout): Told => (payout.replaced ? replaced(payout) : byStatus[payout.status](payout));
