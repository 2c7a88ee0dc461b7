import type { Language } from "@/lib/recipient-words/languages";
import { maskedIn } from "@/lib/payments/providers/methods";
import type { PayoutStatus, Tone } from "@/lib/payouts/status";
import { currencyIn, dayIn, deadlineIn } from "@/lib/recipient-words/formats";
import { recipientWords } from "@/lib/recipient-words/table";
import type { Words } from "@/lib/recipient-words/words";
import type { RecipientPayout } from "./queries";

/** The text that a recipient sees instead of a step; `account`: where the money goes, masked. */
export type ClosedText = { title: string; text: string; tone: Tone; account: string | null };

type Standing = Omit<RecipientPayout, "verification">;
/** What the sentences are about, as it is written in the language. */
type Facts = Standing & { organization: string; deadline: string; day: string; currencyName: string };
type Text = Omit<ClosedText, "account">;

const byStatus: Record<PayoutStatus, (facts: Facts, words: Words) => Text | null> = {
  pending: (facts, { closed: { noMethod } }) =>
    facts.methods.length > 0
      ? null
      : { title: noMethod.title({ currency: facts.currencyName }), text: noMethod.text(facts), tone: "warning" },
  submitted: ({ paidTo }, { closed: { submitted }, page }) => ({
    title: submitted.title,
    text: submitted.text({ arrives: paidTo ? page.methods[paidTo.method].meaning : submitted.usually }),
    tone: "success",
  }),
  completed: (facts, { closed: { completed } }) => said(completed, facts, "success"),
  failed_to_send: (facts, { closed: { beingChecked, undelivered } }) =>
    facts.beingChecked
      ? said(beingChecked, facts, "warning")
      : {
          title: undelivered.title,
          text: (facts.aboutAccount ? undelivered.account : undelivered.other)(facts),
          tone: "danger",
        },
  failed_to_process: (facts, { closed: { locked, unfinished } }) =>
    said(facts.locked ? locked : unfinished, facts, "danger"),
  expired: (facts, { closed: { expired } }) => said(expired, facts, "warning"),
  canceled: (facts, { closed: { canceled } }) => said(canceled, facts, "neutral"),
};

const said = ({ title, text }: { title: string; text: (facts: Facts) => string }, facts: Facts, tone: Tone): Text => ({
  title,
  text: text(facts),
  tone,
});

/** The text for a payout on which the recipient has nothing to do; null while it is pending and they can continue. */
export function closedWords(payout: Standing, language: Language): ClosedText | null {
  const words = recipientWords[language];
  const { organizationName, currency, expiresAt, statusChangedAt, timeZone, paidTo } = payout;
  const facts: Facts = {
    ...payout,
    organization: organizationName,
    deadline: deadlineIn(language, expiresAt, timeZone),
    day: dayIn(language, statusChangedAt, timeZone),
    currencyName: currencyIn(language, currency),
  };
  const text = payout.replaced ? said(words.closed.replaced, facts, "neutral") : byStatus[payout.status](facts, words);
  return text && { ...text, account: paidTo && maskedIn(words, paidTo.method, paidTo.masked) };
}
