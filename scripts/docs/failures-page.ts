import { attemptsBlock, failureTable, mostAttempts, whoActsLabel } from "@/lib/payouts/failures";

const intro = `# Why a payout failed

Made by \`npm run docs\` from the table in \`lib/payouts/failures.ts\`. The page of a failed payout shows its reason, who has to act and the next
step. **Retry payment** is offered where the same payment details can succeed at another time, and **Create new payout** where a new payout
can succeed. A reason that Meridian does not know is shown with the provider's own words.

One payout can be paid at most ${mostAttempts} times: after that the button says “${attemptsBlock(mostAttempts)}”

| What happened | Who acts | What to do | Retry helps | A new payout helps |
| --- | --- | --- | --- | --- |
`;

/** The page in docs/ that lists every reason of a failed payout, as Markdown. */
export const failuresPage = (): string =>
  `${intro}${Object.values(failureTable)
    .map(
      ({ text, who, nextStep, retryHelps, reissueHelps }) =>
        `| ${text} | ${whoActsLabel[who]} | ${nextStep} | ${yesOrNo(retryHelps)} | ${yesOrNo(reissueHelps)} |`,
    )
    .join("\n")}\n`;

const yesOrNo = (helps: boolean) => (helps ? "yes" : "no");
