/** What the sandbox says became of a payment; `code` is one of the failure table, or deliberately none of it. */
type Word = { outcome: "paid" } | { outcome: "failed"; code: string; detail: string };

type SandboxOutcome = {
  /** The last two digits of the account number or IBAN that choose this outcome. */
  ending: string;
  /** What happens, for a person who tries it. */
  meaning: string;
  /** The result of handing the payment over. `unclear` happens once: the sandbox took it, but its answer got lost. */
  handover: "accepted" | "refused" | "unreached" | "unclear";
  /** Its reports, in order. When asked, it answers the first; with none, the payment never ends. */
  says: readonly Word[];
  /** It sends no report; it has to be asked. */
  silent?: true;
  /** The outcome of the next payment under the same reference. */
  next?: string;
};

const paid: Word = { outcome: "paid" };
const failed = (code: string, detail: string): Word => ({ outcome: "failed", code, detail });
const reported = (ending: string, meaning: string, ...says: Word[]): SandboxOutcome => ({
  ending,
  meaning,
  handover: "accepted",
  says,
});

/** Every outcome of a payment, and how to choose it. The first is the outcome of every ending that is not named. */
export const sandboxOutcomeTable: Record<string, SandboxOutcome> = {
  paid: reported("00", "Paid. So is every account whose ending is not in this table.", paid),
  account_closed: reported(
    "01",
    "Fails: the account is closed.",
    failed("account_closed", "AC04 Closed account number"),
  ),
  account_not_found: reported(
    "02",
    "Fails: no such account.",
    failed("account_not_found", "AC01 Incorrect account number"),
  ),
  name_mismatch: reported(
    "03",
    "Fails: the account belongs to another name.",
    failed("name_mismatch", "BE01 Name does not match account"),
  ),
  limit_exceeded: reported(
    "04",
    "Fails: too much for this account.",
    failed("limit_exceeded", "AM02 Not allowed amount"),
  ),
  returned_by_bank: reported(
    "05",
    "Fails each time: the bank sends it back.",
    failed("returned_by_bank", "MS03 Returned, reason not specified"),
  ),
  provider_unavailable: reported(
    "06",
    "Fails: the provider gives up.",
    failed("provider_unavailable", "The payment scheme was down for too long."),
  ),
  currency_not_supported: reported(
    "07",
    "Fails: nobody pays this currency there.",
    failed("currency_not_supported", "AM03 Currency not allowed"),
  ),
  sanctions_hold: reported("08", "Fails: compliance stops it.", failed("sanctions_hold", "RR04 Regulatory reason")),
  unknown: reported(
    "09",
    "Fails for a reason Meridian does not know; the provider's words are shown.",
    failed("XB-417", "Declined by downstream partner (XB-417)"),
  ),
  refused: {
    ending: "11",
    meaning: "Refused at once, when it is handed over.",
    handover: "refused",
    says: [failed("account_not_found", "AC01 Incorrect account number")],
  },
  unreached: {
    ending: "12",
    meaning: "The sandbox cannot be reached. After 12 tries, about a day, the payment fails.",
    handover: "unreached",
    says: [],
  },
  unclear: {
    ending: "13",
    meaning: "The answer gets lost, so it is handed over again a minute later, under the same key, and paid once.",
    handover: "unclear",
    says: [paid],
  },
  silent: {
    ending: "14",
    meaning: "Paid, but reported only when asked, after a minute.",
    handover: "accepted",
    says: [paid],
    silent: true,
  },
  silent_failure: {
    ending: "15",
    meaning: "Fails, but reported only when asked, after a minute.",
    handover: "accepted",
    says: [failed("account_closed", "AC04 Closed account number")],
    silent: true,
  },
  repeated: reported("16", "Paid, and reported three times.", paid, paid, paid),
  paid_then_failed: reported(
    "17",
    "Paid, then reported as failed: the first report stands.",
    paid,
    failed("returned_by_bank", "MS03 Returned, reason not specified"),
  ),
  failed_then_paid: reported(
    "18",
    "Fails, then reported as paid: it may not be paid again until somebody has asked.",
    failed("returned_by_bank", "MS03 Returned, reason not specified"),
    paid,
  ),
  on_its_way: { ending: "19", meaning: "Stays on its way for ever.", handover: "accepted", says: [], silent: true },
  paid_on_retry: {
    ...reported(
      "20",
      "Fails the first time: the bank sends it back. Paid when it is tried again.",
      failed("returned_by_bank", "MS03 Returned, reason not specified"),
    ),
    next: "paid",
  },
};

export const defaultOutcome = "paid";

/** The key of the table that an account number or IBAN means. */
export function outcomeOf(account: string): string {
  const found = Object.entries(sandboxOutcomeTable).find(([, { ending }]) => account.endsWith(ending));
  return found?.[0] ?? defaultOutcome;
}
