import { Stamped } from "@/app/_ui/stamped";
import { AskButton } from "./action-buttons";
import { AnswersWarning } from "./answers-warning";
import type { PayoutLine } from "./payout-line";

/**
 * How far the recipient of a payout that waits for them has got. Where the email did not reach them, the way to change
 * the address stands right there, before every other action.
 */
export function Progress({ line }: { line: PayoutLine }) {
  if (!line.progress) return null;
  const { label, meaning, alarming } = line.progress;
  return (
    <>
      <div title={meaning} className={alarming ? "text-danger" : "text-muted"}>
        {label}
      </div>
      {alarming && line.actions.includes("changeEmail") && (
        <div className="relative my-1">
          <AskButton
            subject={line}
            action="changeEmail"
            words="Change email"
            label={`Change email of ${line.recipientName}`}
          />
        </div>
      )}
      <AnswersWarning warning={line.warning} />
    </>
  );
}

/** When the recipient was last emailed, and what became of that email. */
export function LastEmailed({ line: { email } }: { line: PayoutLine }) {
  if (!email) return <span className="text-muted">Never</span>;
  return (
    <>
      <Stamped {...email.at} />
      <div title={email.meaning} className={`text-sm ${email.refused ? "text-danger" : "text-muted"}`}>
        {email.words}
      </div>
    </>
  );
}
