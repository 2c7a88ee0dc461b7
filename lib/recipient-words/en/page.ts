type From = { organization: string };
/** `address`: where the organization is asked; the page puts a link in its place. */
type Ask = From & { address: string };

/** The sentences of the recipient’s page, but for how a payout ended and what is refused. */
export const page = {
  frame: {
    testTitle: "This is a test. No money moves.",
    testText: "Please do not enter the details of a real account.",
    footer: "Meridian delivers payouts on behalf of companies.",
    language: "Language",
  },
  progress: (step: number, steps: number) => `Step ${step} of ${steps}`,
  tab: ({ where, organization }: From & { where: string }) => `${where} · Your payout from ${organization}`,
  card: {
    from: "From",
    for: "For",
    reference: "Reference",
    availableUntil: "Available until",
    to: "To",
    /** `ending`: the last characters of the account. */
    account: ({ method, ending }: { method: string; ending: string }) => `${method} ending ${ending}`,
  },
  questions: {
    title: "Questions, or does something look wrong?",
    write: ({ organization, address, reference }: Ask & { reference: string }) =>
      `Write to ${organization} at ${address} and name the reference ${reference}.`,
    never:
      "We never ask for a password, a card number or a fee. This page is only for you, so please do not share its link.",
  },
  welcome: {
    title: ({ organization }: From) => `${organization} has a payout for you`,
    reassurance: "It takes about two minutes. Nothing is sent before you confirm at the end.",
    next: "What comes next",
    showAnswer: ({ organization }: From) => `You show that it is you, with the code that ${organization} gave you.`,
    showCode: ({ sentTo }: { sentTo: string }) => `You show that it is you, with a code that we email to ${sentTo}.`,
    choose: "You choose how to be paid. Please have your bank account details ready.",
    continue: "Continue",
  },
  verify: {
    title: "Show that it is you",
    titleOfCode: "Enter the code from our email",
    reassurance: "This protects your money if another person sees your link.",
    again:
      "For your safety we ask again: your last proof in this browser is more than 30 minutes old, or the browser does not accept cookies, which this page needs. Nothing was sent yet.",
    wrongBefore: "There was a wrong answer before.",
    answerLabel: ({ organization }: From) => `Your code from ${organization}`,
    answerHint: ({ organization }: From) =>
      `${organization} gave it to you, or it is something you both know, such as your postal code. It is not in our email. Capital letters, spaces and dashes do not matter.`,
    answerUnknown: ({ organization, address }: Ask) =>
      `You do not know the code? Please do not guess: too many wrong answers lock the link. Ask ${organization} at ${address}.`,
    helpTitle: "Please ask for help",
    help: ({ organization, address }: Ask) =>
      `There were wrong answers before, and no more answers are allowed now. Your money is safe. Ask ${organization} at ${address}: they can let you try again, with this same link.`,
    back: "Back to your payout",
    ranOut: "The last code no longer works.",
    weSend: ({ sentTo }: { sentTo: string }) =>
      `We email a new code of 6 digits to ${sentTo}. Enter it on the next page.`,
    emailMe: "Email me a code",
    codeLabel: "Code of 6 digits",
    codeHint: ({ sentTo }: { sentTo: string }) => `We sent it to ${sentTo}. It works for 15 minutes.`,
    noEmail: "No email yet? It can take a minute, and it may be in your spam folder.",
    sendNew: "Send a new code",
    form: { continue: "Continue", checking: "Checking…", sending: "Sending…" },
  },
  pay: {
    title: "How would you like to be paid?",
    reassurance: ({ organization }: From) =>
      `Thank you, we know that it is you. We store your details encrypted. ${organization} sees only their last four characters.`,
    summary: "When you press the button",
    goes: ({ amount, organization }: From & { amount: string }) =>
      `${amount} from ${organization} goes to this account.`,
    final: "This cannot be changed afterwards, so please check the numbers again.",
    weEmail: "We email you when you have been paid.",
    form: {
      ways: "Ways to be paid",
      check: "Check my details",
      checking: "Checking…",
      isItRight: "Is this right?",
      confirm: "Confirm and get paid",
      sending: "Sending…",
      change: "Change my details",
      moment: "One moment…",
    },
  },
  methods: {
    us_account: { label: "US bank account", meaning: "Usually arrives in one or two working days." },
    iban: { label: "Bank account with an IBAN", meaning: "Usually arrives by the next working day." },
    foreign_account: { label: "Bank account abroad", meaning: "Usually arrives in two to five working days." },
  },
  fields: {
    holder: { label: "Name on the account", hint: "As your bank knows you." },
    iban: {
      label: "IBAN",
      hint: "Your account number, beginning with two letters. It is on your bank statement or in your banking app.",
    },
    bic: { label: "BIC (SWIFT code)", hint: "8 or 11 letters and digits that name your bank, such as DEUTDEFF." },
    routing_number: { label: "Routing number", hint: "9 digits; on a check, they come first." },
    account_number: { label: "Account number", hint: "4 to 17 digits." },
    foreign_account_number: {
      label: "Account number or IBAN",
      hint: "As your bank writes it for payments from abroad.",
    },
  },
  unknownLink: {
    tab: "Unknown link",
    title: "We do not know this link",
    broken:
      "A part of the link may be missing. This happens when a long address is broken into two lines. Open the link from the email again, or copy the whole address.",
    latest:
      "If you have several emails about the payout, use the latest one. If it still does not work, write to the company named in that email; they can help you.",
  },
  unreachable: {
    title: "This page could not be reached",
    text: "Please check your connection, then load the page again. It shows what was done. Nothing is sent twice.",
    reload: "Load the page again",
  },
};
