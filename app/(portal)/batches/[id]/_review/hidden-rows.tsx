import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { answerHidden } from "@/app/(portal)/batches/actions";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { BatchDetail } from "@/lib/batches/queries";
import { hiddenRowsWords, isUnanswered, type HiddenRowsChoice } from "@/lib/batches/hidden-rows";

const buttonLabels: Record<HiddenRowsChoice, string> = { include: "Include", skip: "Skip" };

/** The question whether rows that the sheet hides are meant, and, once it is answered, the other answer. */
export function HiddenRows({ batch, admin }: { batch: BatchDetail; admin: boolean }) {
  const { hiddenRowCount, hiddenRows, sheetNotes } = batch;
  if (hiddenRowCount === 0) return null;
  const firstHidden = sheetNotes?.firstHidden ?? [];
  const answers = (Object.keys(buttonLabels) as HiddenRowsChoice[]).filter((answer) => answer !== hiddenRows);
  return (
    <Notice tone={hiddenRows ? "neutral" : "warning"} title={hiddenRowsWords({ hiddenRowCount, firstHidden })}>
      <p>{stateWords(batch)}</p>
      {admin && (
        <div className="mt-2 flex flex-wrap gap-2">
          {answers.map((answer) => (
            <ActionForm key={answer} action={answerHidden}>
              <input type="hidden" name="batchId" value={batch.id} />
              <input type="hidden" name="answer" value={answer} />
              <SubmitButton kind="secondary" pendingLabel="Checking the rows…">
                {buttonLabels[answer]} the hidden {hiddenRowCount === 1 ? "row" : "rows"}
              </SubmitButton>
            </ActionForm>
          ))}
        </div>
      )}
    </Notice>
  );
}

function stateWords(batch: BatchDetail): string {
  const filter = batch.sheetNotes?.isFiltered ? "A filter is on in the sheet. " : "";
  const one = batch.hiddenRowCount === 1;
  if (isUnanswered(batch))
    return `${filter}${one ? "Is it" : "Are they"} meant? Nothing can be created before this is answered. Every row is then checked once more.`;
  if (batch.hiddenRows === "skip")
    return one
      ? "It is skipped: no payout is made of it, and it is not among the refused rows."
      : "They are skipped: no payout is made of them, and they are not among the refused rows.";
  return one ? "It is included like all other rows." : "They are included like all other rows.";
}
