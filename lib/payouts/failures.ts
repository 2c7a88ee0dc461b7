/**
 * Why a payout failed, in words. A closed table: who must act, what happened, what to do next, and whether a new payout
 * would help.
 */
type FailureActor = "recipient" | "you" | "provider" | "us";

type FailureReason = {
  who: FailureActor;
  text: string;
  nextStep: string;
  /** Whether a new payout can succeed where this one failed. */
  reissueHelps: boolean;
  /** Whether the same details can succeed at another time. */
  retryHelps: boolean;
};

export const failureTable = {
  account_closed: {
    who: "recipient",
    text: "The recipient's bank account is closed.",
    nextStep: "Ask the recipient for an open account, then create a new payout.",
    reissueHelps: true,
    retryHelps: false,
  },
  account_not_found: {
    who: "recipient",
    text: "The bank knows no account under the number the recipient gave.",
    nextStep: "Ask the recipient to check the account number, then create a new payout.",
    reissueHelps: true,
    retryHelps: false,
  },
  name_mismatch: {
    who: "you",
    text: "The bank says the account belongs to somebody with another name.",
    nextStep: "Check the recipient's name with them, then create a new payout under the name the bank knows.",
    reissueHelps: true,
    retryHelps: false,
  },
  limit_exceeded: {
    who: "recipient",
    text: "The amount is above what the recipient's account or card can receive.",
    nextStep: "Ask the recipient to choose another way to be paid in a new payout.",
    reissueHelps: true,
    retryHelps: false,
  },
  returned_by_bank: {
    who: "recipient",
    text: "The recipient's bank sent the money back.",
    nextStep:
      "Ask the recipient why their bank refused it. If the bank will take it now, try the payment again; otherwise create a new payout.",
    reissueHelps: true,
    retryHelps: true,
  },
  provider_unavailable: {
    who: "provider",
    text: "The payment provider could not be reached for too long.",
    nextStep: "Nothing is wrong with the recipient's details. Try the payment again.",
    reissueHelps: true,
    retryHelps: true,
  },
  details_missing: {
    who: "you",
    text: "What the recipient gave to be paid is not on record, so nothing was sent to a payment provider.",
    nextStep: "Create a new payout; the recipient chooses again how to be paid.",
    reissueHelps: true,
    retryHelps: false,
  },
  currency_not_supported: {
    who: "us",
    text: "No connected provider can pay this currency to the recipient's country.",
    nextStep: "Contact Meridian support before you create a new payout in this currency.",
    reissueHelps: false,
    retryHelps: false,
  },
  sanctions_hold: {
    who: "provider",
    text: "The provider's compliance check stopped the payment.",
    nextStep: "Do not create a new payout. Your compliance contact at the provider will tell you what they need.",
    reissueHelps: false,
    retryHelps: false,
  },
  conflicting_reports: {
    who: "provider",
    text: "The provider said that the payment failed, and later that it was paid.",
    nextStep:
      "Do not pay it again before the provider has told you which is true. If the money never arrived, upload it in a batch file under a new reference.",
    reissueHelps: false,
    retryHelps: false,
  },
  too_many_wrong_answers: {
    who: "you",
    text: "The recipient gave too many wrong verification answers, so the link was locked.",
    nextStep: "Speak with the recipient to be sure it is them, then create a new payout.",
    reissueHelps: true,
    retryHelps: false,
  },
  recipient_declined: {
    who: "you",
    text: "The recipient said that this payout is not for them.",
    nextStep: "Check the name and email of the person you meant to pay, then create a new payout.",
    reissueHelps: true,
    retryHelps: false,
  },
} as const satisfies Record<string, FailureReason>;

export type FailureCode = keyof typeof failureTable;

/** The failure of a payout that may have been paid: it can be neither retried nor replaced. */
export const inDoubt: FailureCode = "conflicting_reports";

const unknownFailure: FailureReason = {
  who: "us",
  text: "It failed for a reason that Meridian does not know.",
  nextStep: "Contact Meridian support with the payout's reference before you create a new payout.",
  reissueHelps: true,
  retryHelps: false,
};

export const whoActsLabel: Record<FailureActor, string> = {
  recipient: "The recipient",
  you: "Your team",
  provider: "The payment provider",
  us: "Meridian support",
};

export const isFailureCode = (code: string): code is FailureCode => Object.hasOwn(failureTable, code);

/** A failure as the error of its batch says it. */
export function failureInWords({ code, detail }: { code: string; detail: string | null }) {
  const { text, nextStep } = failureReason(code);
  return { message: detail === null ? text : `${text} ${detail}`, suggestion: nextStep };
}

/** Why a new payout must not take the place of this one, in words; null when it may. */
export function reissueBlock({
  failureCode,
  erasureId,
}: {
  failureCode: string | null;
  erasureId: string | null;
}): string | null {
  if (erasureId !== null)
    return "The personal data of its recipient were erased, so nobody is known whom a new one could pay. To pay them again, upload a batch file.";
  const reason = failureCode === null ? null : failureReason(failureCode);
  return reason === null || reason.reissueHelps ? null : reason.nextStep;
}

/** How often the money of one payout may be sent on its way. The number also stands in the database. */
export const mostAttempts = 20;

/** Why a payment that was made so often already must not be tried again, in words; null when it may. */
export const attemptsBlock = (made: number): string | null =>
  made < mostAttempts ? null : `This was tried ${mostAttempts} times, which is the most. Create a new payout instead.`;

/** Why the payment must not be tried again with the same details, in words; null when it may. */
export function retryBlock({ failureCode }: { failureCode: string | null }): string | null {
  const reason = failureCode === null ? null : failureReason(failureCode);
  return reason === null || reason.retryHelps
    ? null
    : `To try the same details again would not help. ${reason.nextStep}`;
}

/** Whether neither another try nor a new payout helps, so that a recipient can be promised neither. */
export function isBeingChecked({ failureCode }: { failureCode: string | null }): boolean {
  if (failureCode === null) return false;
  const { retryHelps, reissueHelps } = failureReason(failureCode);
  return !retryHelps && !reissueHelps;
}

/**
 * Whether the account that the recipient chose is what failed, so that their bank can tell them more; else the
 * provider or Meridian support has to correct it.
 */
export function isAboutAccount({ failureCode }: { failureCode: string | null }): boolean {
  return failureCode !== null && ["recipient", "you"].includes(failureReason(failureCode).who);
}

/** The reason behind a stored code; a code not in the table is said to be unknown, never left blank. */
export function failureReason(code: string): FailureReason {
  return isFailureCode(code) ? failureTable[code] : unknownFailure;
}
