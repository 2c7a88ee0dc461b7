import { composeIBAN } from "ibantools";
import { failureReason } from "@/lib/payouts/failures";
import { statusTable } from "@/lib/payouts/status";
import { transitionTable } from "@/lib/payouts/transitions";
import { sandboxOutcomeTable } from "@/lib/payments/providers/sandbox-outcomes";

type Outcome = (typeof sandboxOutcomeTable)[string];

const intro = `# The sandbox: how to have a payment go any way you like

Made by \`npm run docs\` from the one table in \`lib/payments/providers/sandbox-outcomes.ts\`. The sandbox is a payment provider that moves no money. What it makes
of a payment depends on the last two digits of the account number or IBAN alone; the routing number may be \`021000021\` and the BIC \`DEUTDEFF\`.
It reports through the same signed webhook as any provider would, at \`/api/providers/sandbox/reports\`, after \`SANDBOX_DELAY_MS\` (5 seconds unless
set), and several reports that far apart.

| last digits | what happens | the payout is then | IBAN to try | US account number to try |
| --- | --- | --- | --- | --- |
`;

/** An account of a made-up customer, in a form that is valid, check digits and all. */
export const exampleIban = (ending: string): string =>
  composeIBAN({ countryCode: "DE", bban: `3704004405320130${ending}` }) ?? "";
export const exampleAccount = (ending: string): string => `00012345${ending}`;

/** The page in docs/ that lists every outcome, as Markdown. */
export function sandboxPage(): string {
  const rows = Object.values(sandboxOutcomeTable).map((outcome) => row(outcome));
  return `${intro}${rows.join("\n")}\n`;
}

const row = (outcome: Outcome) =>
  `| \`${outcome.ending}\` | ${outcome.meaning} | ${comesTo(outcome)} | \`${exampleIban(outcome.ending)}\` | \`${exampleAccount(outcome.ending)}\` |`;

/** The status it leads to, and why. */
function comesTo({ handover, says: [first] }: Outcome): string {
  if (handover === "unreached") return failedFor("provider_unavailable");
  if (!first) return label("submit");
  return first.outcome === "paid" ? label("complete") : failedFor(first.code);
}

const label = (step: "submit" | "complete" | "fail") => statusTable[transitionTable[step].to].label;
const failedFor = (code: string) => `${label("fail")}: ${failureReason(code).text}`;
