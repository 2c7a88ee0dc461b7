import Link from "next/link";
import { Notice } from "@/app/_ui/notice";
import { leftWords } from "@/lib/redemptions/answers";
import type { RecipientPayout } from "@/lib/redemptions/queries";
import { redeemHref } from "@/app/redeem/redeem-href";
import { Address } from "@/app/_recipient/questions";
import { Step } from "@/app/_recipient/step";
import { AnswerForm, SendCode } from "./verify-forms";

type Props = {
  token: string;
  payout: RecipientPayout;
  /** An earlier proof has expired. */
  again: boolean;
};

/** Step 2: the recipient proves who they are. */
export function Verify({ token, payout, again }: Props) {
  const { verification, organizationName } = payout;
  const before =
    payout.answersLeft === null ? null : `There was a wrong answer before. ${leftWords(payout.answersLeft)}`;
  const waiting = verification.by === "code" && verification.state === "good";
  if (payout.answersLeft === 0) return <NoneLeft token={token} payout={payout} />;
  return (
    <Step
      number={2}
      title={waiting ? "Enter the code from our email" : "Show that it is you"}
      reassurance="This protects your money if another person sees your link."
    >
      {again && (
        <div className="mb-5">
          <Notice tone="warning">
            For your safety we ask again: your last proof in this browser is more than 30 minutes old, or the browser
            does not accept cookies, which this page needs. Nothing was sent yet.
          </Notice>
        </div>
      )}
      {verification.by === "answer" && (
        <AnswerForm
          token={token}
          before={before}
          label={`Your code from ${organizationName}`}
          hint={answerHint(organizationName)}
        />
      )}
      {verification.by === "code" && <ByCode token={token} before={before} {...verification} />}
      {verification.by === "answer" && (
        <p className="mt-6 break-words">
          You do not know the code? Please do not guess: too many wrong answers lock the link. Ask {organizationName} at{" "}
          <Address {...payout} />.
        </p>
      )}
      <Back token={token} />
    </Step>
  );
}

/** The organization lowered its limit below the answers already given: even a right answer would lock the payout now. */
const NoneLeft = ({ token, payout }: Pick<Props, "token" | "payout">) => (
  <Step number={2} title="Please ask for help" reassurance="This protects your money if another person sees your link.">
    <p className="break-words">
      There were wrong answers before, and no more answers are allowed now. Your money is safe. Ask{" "}
      {payout.organizationName} at <Address {...payout} />: they can let you try again, with this same link.
    </p>
    <Back token={token} />
  </Step>
);

const Back = ({ token }: { token: string }) => (
  <p className="mt-6">
    <Link href={redeemHref(token)} className="font-medium underline underline-offset-2">
      Back to your payout
    </Link>
  </p>
);

const answerHint = (organizationName: string) =>
  `${organizationName} gave it to you, or it is something you both know, such as your postal code. It is not in our email. Capital letters, spaces and dashes do not matter.`;

function ByCode({
  token,
  before,
  sentTo,
  state,
}: {
  token: string;
  before: string | null;
  sentTo: string;
  state: "unsent" | "good" | "ran_out";
}) {
  if (state !== "good") {
    return (
      <>
        <p className="mb-5 break-words">
          {state === "ran_out" && "The last code no longer works. "}We email a new code of 6 digits to{" "}
          <strong className="font-semibold">{sentTo}</strong>. Enter it on the next page.
        </p>
        <SendCode token={token} kind="brand">
          Email me a code
        </SendCode>
      </>
    );
  }
  return (
    <>
      <AnswerForm
        token={token}
        before={before}
        digits
        label="Code of 6 digits"
        hint={`We sent it to ${sentTo}. It works for 15 minutes.`}
      />
      <div className="mt-6">
        <p className="mb-3">No email yet? It can take a minute, and it may be in your spam folder.</p>
        <SendCode token={token} kind="secondary">
          Send a new code
        </SendCode>
      </div>
    </>
  );
}
