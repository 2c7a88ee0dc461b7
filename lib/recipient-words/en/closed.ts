type From = { organization: string };
type Until = { deadline: string };
type Day = { day: string };
type Write = From & { supportEmail: string; reference: string };

/** What a recipient reads in place of a step, when there is nothing (more) for them to do. */
export const closed = {
  submitted: {
    title: "Your money is on its way",
    text: ({ arrives }: { arrives: string }) =>
      `You have done everything; there is nothing more to do. ${arrives} We email you when it is paid.`,
    usually: "Banks usually take one to five working days.",
  },
  completed: {
    title: "You have been paid",
    text: ({ day }: Day) =>
      `The money was paid out on ${day}. Your bank may take a little longer to show it. There is nothing more to do.`,
  },
  expired: {
    title: "This link has expired",
    text: ({ organization, deadline }: From & Until) =>
      `It could be used until ${deadline}. Nobody else has received your money. Please ask ${organization} for a new link.`,
  },
  canceled: {
    title: "This payout was canceled",
    text: ({ organization, day }: From & Day) =>
      `${organization} canceled it on ${day}. You do not need to do anything. If you think that this is a mistake, please ask them.`,
  },
  noMethod: {
    title: ({ currency }: { currency: string }) => `We cannot pay ${currency} here yet`,
    text: ({ organization, deadline }: From & Until) =>
      `Your payout is safe and available until ${deadline}. Please write to ${organization}, so that they can pay you in another way.`,
  },
  locked: {
    title: "This link is locked",
    text: ({ organization }: From) =>
      `Too many answers were wrong, so we locked the link to keep your money safe. Nobody else has received it. Please ask ${organization}: when they are sure that it is you, they can send you a new link.`,
  },
  undelivered: {
    title: "The money could not be delivered",
    account: ({ organization, supportEmail, reference }: Write) =>
      `It did not reach the account you chose, and it is not lost. Check with your bank that the account is open, in your name, and can receive such a payment. Then write to ${supportEmail} and name the reference ${reference}: ${organization} can try again, or send you a new link to give another account.`,
    other: ({ organization, supportEmail, reference }: Write) =>
      `Something went wrong with the payment, and the money is not lost. You do not need to do anything now: ${organization} knows about it, and can try again or send you a new link. If you have questions, write to ${supportEmail} and name the reference ${reference}.`,
  },
  beingChecked: {
    title: "Your payout is being checked",
    text: ({ organization, supportEmail }: From & { supportEmail: string }) =>
      `It could not be completed as expected. You do not need to do anything on this page: ${organization} can tell you what happens next. If you have questions, or the money has arrived, please write to ${supportEmail}.`,
  },
  unfinished: {
    title: "This payout could not be completed",
    text: ({ organization }: From) =>
      `This link can no longer be used. Nobody else has received your money. Please ask ${organization} for a new link.`,
  },
  replaced: {
    title: "There is a newer payout",
    text: ({ organization, supportEmail }: From & { supportEmail: string }) =>
      `This payout was replaced by a new one. Please use the link in the latest email about a payout from ${organization}. If you did not receive it, it may have gone to another address: please write to ${supportEmail}.`,
  },
};
