type About = { organization: string; amount: string };
type Write = { supportEmail: string; reference: string };

/** The sentences of the emails to recipients. */
export const emails = {
  frame: {
    hello: ({ name }: { name: string }) => `Hello ${name},`,
    genuine: "How to know that this email is genuine:",
    never: "we never ask for your password, your card number or a fee.",
    /** `address`: the email puts a link in its place. */
    questions: ({ organization, address }: { organization: string; address: string }) =>
      `Questions? Write to ${organization} at ${address}, or simply reply to this email.`,
    sentBy: ({ organization, reference }: { organization: string; reference: string }) =>
      `Sent by Meridian for ${organization}. Their reference for this payout: ${reference}.`,
    noLink: "This email contains no link to click.",
    nothingToDo: "This email contains no link to click, and you do not need to do anything.",
    noDetails:
      "This email contains no link to click. Never send account numbers by email, not even to us. You enter them only on the page of your payout.",
    whatToDo: "What to do:",
  },
  invitation: {
    subject: ({ organization, amount }: About) => `${organization} has a payout for you: ${amount}`,
    /** Before the subject of an email that was sent before, or that reminds. */
    again: ({ subject }: { subject: string }) => `Again: ${subject}`,
    reminder: ({ subject }: { subject: string }) => `Reminder: ${subject}`,
    heading: ({ amount }: { amount: string }) => `${amount} for you`,
    opening: ({ organization, amount }: About) => `${organization} has a payout of ${amount} for you.`,
    openingAgain: ({ organization, amount }: About) =>
      `Here is your link again: ${organization} has a payout of ${amount} for you. It is the same payout and the same link as before.`,
    openingReminder: ({ organization, amount }: About) =>
      `${organization} has a payout of ${amount} for you, and you have not claimed it yet. It is the same link as in our earlier email.`,
    page: "On its page you show that it is you and choose how to be paid. It takes a few minutes and costs nothing.",
    button: "See your payout",
    copy: "If the button does not work, copy this address into your browser:",
    until: ({ deadline }: { deadline: string }) =>
      `The link works until ${deadline}. It is only for you, so please do not share it.`,
    caution: ({ linkStart, supportEmail }: { linkStart: string; supportEmail: string }) =>
      `The link in this email begins with ${linkStart}. If you did not expect this email, or the link looks different, do not open it. Write to ${supportEmail} instead.`,
  },
  code: {
    subject: ({ organization, code }: { organization: string; code: string }) =>
      `${code} is your code for the payout from ${organization}`,
    preview: ({ organization }: { organization: string }) => `Your code for the payout from ${organization}.`,
    heading: "Your code",
    enter: ({ organization, amount }: About) =>
      `Enter this code on the page of your payout of ${amount} from ${organization}:`,
    works: ({ minutes }: { minutes: number }) =>
      `It works for ${minutes} minutes after you asked for it. If you asked for several, only the latest one works.`,
    caution:
      "Enter the code only on the page of your payout. We never ask for it by phone or by message. If you did not ask for a code, you do not need to do anything: without it, nobody can use your link.",
  },
  completed: {
    subject: ({ organization, amount }: About) => `${organization} paid you ${amount}`,
    preview: ({ organization, amount }: About) => `${organization} paid you ${amount}.`,
    heading: "Your money was paid",
    paid: ({ organization, amount }: About) =>
      `${organization} paid ${amount} to the account you chose. Your bank may take a little longer to show it.`,
    late: ({ supportEmail, reference }: Write) =>
      `If it has not arrived within five working days, or if you did not choose an account, please write to ${supportEmail} and name the reference ${reference}.`,
  },
  canceled: {
    subject: ({ organization, amount }: About) => `${organization} canceled the payout of ${amount}`,
    preview: ({ organization, amount }: About) => `${organization} canceled the payout of ${amount}.`,
    heading: "This payout was canceled",
    canceled: ({ organization, amount }: About) =>
      `${organization} canceled the payout of ${amount} that we wrote to you about. The link in our earlier email can no longer be used.`,
    mistake: ({ supportEmail, reference }: Write) =>
      `If you think that this is a mistake, please write to ${supportEmail} and name the reference ${reference}.`,
  },
  locked: {
    subject: ({ organization, amount }: About) => `Your payout of ${amount} from ${organization} is locked`,
    preview: ({ amount }: About) => `The link to your payout of ${amount} is locked.`,
    heading: "Your payout is locked",
    locked: ({ organization, amount }: About) =>
      `Too many wrong answers were given on the page of your payout of ${amount} from ${organization}. To protect your money, its link no longer works. Nobody was paid.`,
    write: ({ supportEmail, reference }: Write) =>
      `write to ${supportEmail} and name the reference ${reference}. When they are sure that it is you, they can send you a new link.`,
    notYou: "If it was not you, please tell them: another person may have your link.",
  },
  undelivered: {
    subject: ({ organization, amount }: About) =>
      `Your payout of ${amount} from ${organization} could not be delivered`,
    preview: ({ amount }: About) => `The payout of ${amount} could not be delivered.`,
    heading: "Your money could not be delivered",
    undelivered: ({ organization, amount }: About) =>
      `${organization} sent you ${amount}, but the money could not be delivered to the account you chose. It has not reached that account, and you were charged nothing.`,
    account: ({ supportEmail, reference }: Write) =>
      `check with your bank that the account is open, in your name, and can receive such a payment. Then write to ${supportEmail} and name the reference ${reference}. They can try again, or send you a new link to give another account.`,
    other: ({ organization, supportEmail, reference }: Write & { organization: string }) =>
      `you do not need to do anything now. ${organization} knows about it, and can try again or send you a new link. If you have questions, write to ${supportEmail} and name the reference ${reference}.`,
  },
  beingChecked: {
    subject: ({ organization, amount }: About) => `Your payout of ${amount} from ${organization} is being checked`,
    preview: ({ amount }: About) => `The payout of ${amount} is being checked.`,
    heading: "Your payout is being checked",
    checked: ({ organization, amount }: About) =>
      `The payout of ${amount} that ${organization} sent you could not be completed as expected, and it is being checked now.`,
    write: ({ supportEmail, reference }: Write) =>
      `write to ${supportEmail} and name the reference ${reference}, if you have questions or the money has arrived. They can tell you what happens next.`,
  },
};
