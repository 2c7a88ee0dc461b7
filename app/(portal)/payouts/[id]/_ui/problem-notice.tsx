import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { Notice } from "@/app/_ui/notice";
import { ExactTimestamp } from "@/app/_ui/timestamp";
import type { UserActor } from "@/lib/actor";
import { answersWarning } from "@/lib/payouts/answers";
import { contradictionWords, type Contradiction } from "@/lib/payments/contradiction";
import { failureReason, inDoubt, whoActsLabel } from "@/lib/payouts/failures";
import type { Payout } from "@/lib/payouts/queries";
import type { TimelineEvent } from "@/lib/payouts/timeline";
import type { Settings } from "@/lib/settings/table";
import type { At } from "@/lib/moment";
import { payoutSubject } from "@/app/(portal)/_payouts/payout-subject";
import { AskButton } from "@/app/(portal)/_payouts/action-buttons";
import { statusTable } from "@/lib/payouts/status";
import { isCanceled, permits, stands } from "@/lib/payouts/transitions";

type Props = {
  actor: UserActor;
  payout: Payout;
  contradiction: Contradiction | null;
  replacedBy: { id: string; reference: string } | null;
  /** Who canceled it, when and why; null where nobody did. */
  canceled: TimelineEvent | null;
  at: At;
  settings: Settings;
};

/** The payout's problem, who must act, and the next step; renders nothing where there is no problem. */
export function ProblemNotice(props: Props) {
  const { payout, contradiction } = props;
  return (
    <>
      {contradiction && payout.failureCode !== inDoubt && (
        <Contradicted contradiction={contradiction} payout={payout} />
      )}
      {props.canceled && <Canceled {...props} event={props.canceled} />}
      <PayoutProblem {...props} />
    </>
  );
}

function Contradicted({ contradiction, payout }: { contradiction: Contradiction; payout: Payout }) {
  const { text, nextStep } = contradictionWords(contradiction, payout);
  return (
    <Band>
      <Notice tone="danger" title={text}>
        <p>{nextStep}</p>
        <p className="mt-1 text-sm">Who must act: {whoActsLabel[failureReason(inDoubt).who]}</p>
      </Notice>
    </Band>
  );
}

function Canceled({ event, actor, payout, at }: Pick<Props, "actor" | "payout" | "at"> & { event: TimelineEvent }) {
  return (
    <Band>
      <Notice tone="neutral" title={`${event.userName ?? "An admin"} canceled this payout.`}>
        <p className="break-words">Reason: “{event.reason}”</p>
        {stands("reissue", payout) && (
          <p>
            To pay them after all,{" "}
            {permits(actor, "reissue") ? "use “Create new payout” above." : "an admin must create a new payout."}
          </p>
        )}
        <p className="mt-1 text-sm">
          <ExactTimestamp at={event.occurredAt} {...at} />
        </p>
      </Notice>
    </Band>
  );
}

function PayoutProblem({ actor, payout, replacedBy, at, settings }: Props) {
  if (replacedBy) {
    return (
      <Band>
        <Notice tone="neutral" title="This payout was replaced by a new one.">
          Continue with the new payout:{" "}
          <SoftLink href={`/payouts/${replacedBy.id}` as Route} className="font-medium underline underline-offset-2">
            {replacedBy.reference}
          </SoftLink>
        </Notice>
      </Band>
    );
  }
  if (payout.failureCode !== null) return <Failure code={payout.failureCode} detail={payout.failureDetail} />;
  if (answersWarning(payout, settings.verificationLimit))
    return <WrongAnswers actor={actor} payout={payout} at={at} settings={settings} />;
  if (!stands("reissue", payout) || isCanceled(payout)) return null;
  return (
    <Band>
      <Notice tone="warning" title={statusTable[payout.status].meaning}>
        {permits(actor, "reissue") ? "Use “Create new payout” above." : "An admin of your organization can create it."}
      </Notice>
    </Band>
  );
}

function Failure({ code, detail }: { code: string; detail: string | null }) {
  const reason = failureReason(code);
  return (
    <Band>
      <Notice tone="danger" title={reason.text}>
        <p>{reason.nextStep}</p>
        <p className="mt-1 text-sm">
          Who must act: {whoActsLabel[reason.who]} · Code: <code>{code}</code>
          {detail && <> · The provider said: “{detail}”</>}
        </p>
      </Notice>
    </Band>
  );
}

function WrongAnswers({ actor, payout, at, settings }: Pick<Props, "actor" | "payout" | "at" | "settings">) {
  const [used, limit] = [payout.verificationAttempts, settings.verificationLimit];
  const next =
    used < limit
      ? "One more wrong answer locks this payout. Then only a new payout can pay them."
      : "They have no answers left.";
  return (
    <Band>
      <Notice tone="warning" title={`The recipient used ${used} of ${limit} verification answers.`}>
        {next} Speak with the recipient to make sure that it was them.{" "}
        {permits(actor, "resetAttempts")
          ? "Then reset the wrong answers."
          : "An admin of your organization can then reset the wrong answers."}
        {permits(actor, "resetAttempts") && (
          <div className="mt-2">
            <AskButton
              subject={payoutSubject(actor, payout, at, settings)}
              action="resetAnswers"
              words="Reset wrong answers"
              label="Reset wrong answers"
            />
          </div>
        )}
      </Notice>
    </Band>
  );
}

const Band = ({ children }: { children: React.ReactNode }) => <div className="mb-4">{children}</div>;
