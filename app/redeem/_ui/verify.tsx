import Link from "next/link";
import { Notice } from "@/app/_ui/notice";
import type { RecipientPayout } from "@/lib/redemptions/queries";
import { redeemHref } from "@/app/redeem/redeem-href";
import { hole } from "@/lib/recipient-words/hole";
import { InSentence } from "@/app/_recipient/in-sentence";
import { Address } from "@/app/_recipient/questions";
import type { Reading } from "@/app/_recipient/reading";
import { Step } from "@/app/_recipient/step";
import { AnswerForm, SendCode } from "./verify-forms";

type Props = { token: string; reading: Reading };

/** Step 2: the recipient proves who they are. `again`: an earlier proof has expired. */
export function Verify({ token, reading, again }: Props & { again: boolean }) {
  const { payout, words } = reading;
  const { verify } = words.page;
  const { verification } = payout;
  if (payout.answersLeft === 0) return <NoneLeft token={token} reading={reading} />;
  const before =
    payout.answersLeft === null ? null : `${verify.wrongBefore} ${words.refusals.left(payout.answersLeft)}`;
  const waiting = verification.by === "code" && verification.state === "good";
  return (
    <Step number={2} words={words} title={waiting ? verify.titleOfCode : verify.title} reassurance={verify.reassurance}>
      {again && (
        <div className="mb-5">
          <Notice tone="warning">{verify.again}</Notice>
        </div>
      )}
      {verification.by === "answer" ? (
        <ByAnswer token={token} reading={reading} before={before} />
      ) : (
        <ByCode token={token} reading={reading} before={before} {...verification} />
      )}
      <Back token={token} reading={reading} />
    </Step>
  );
}

/** The organization lowered its limit below the answers already given: even a right answer would lock the payout now. */
function NoneLeft({ token, reading }: Props) {
  const { payout, words } = reading;
  const { helpTitle, reassurance, help } = words.page.verify;
  return (
    <Step number={2} words={words} title={helpTitle} reassurance={reassurance}>
      <p className="break-words">
        <InSentence text={help({ organization: payout.organizationName, address: hole })}>
          <Address {...payout} />
        </InSentence>
      </p>
      <Back token={token} reading={reading} />
    </Step>
  );
}

const Back = ({ token, reading }: Props) => (
  <p className="mt-6">
    <Link href={redeemHref(token)} className="font-medium underline underline-offset-2">
      {reading.words.page.verify.back}
    </Link>
  </p>
);

// What a form has answered is in the language that it was asked in: each form has its language as its key.

function ByAnswer({ token, reading: { payout, language, words }, before }: Props & { before: string | null }) {
  const { verify } = words.page;
  const { organizationName: organization } = payout;
  return (
    <>
      <AnswerForm
        key={language}
        token={token}
        language={language}
        words={verify.form}
        before={before}
        label={verify.answerLabel({ organization })}
        hint={verify.answerHint({ organization })}
      />
      <p className="mt-6 break-words">
        <InSentence text={verify.answerUnknown({ organization, address: hole })}>
          <Address {...payout} />
        </InSentence>
      </p>
    </>
  );
}

type SentCode = Omit<Extract<RecipientPayout["verification"], { by: "code" }>, "by">;

function ByCode({
  token,
  reading: { language, words },
  before,
  sentTo,
  state,
}: Props & SentCode & { before: string | null }) {
  const { verify } = words.page;
  const form = { token, language, words: verify.form };
  if (state !== "good") {
    return (
      <>
        <p className="mb-5 break-words">
          {state === "ran_out" && `${verify.ranOut} `}
          <InSentence text={verify.weSend({ sentTo: hole })}>
            <strong className="font-semibold">{sentTo}</strong>
          </InSentence>
        </p>
        <SendCode key={language} {...form} kind="brand">
          {verify.emailMe}
        </SendCode>
      </>
    );
  }
  return (
    <>
      <AnswerForm
        key={language}
        {...form}
        before={before}
        digits
        label={verify.codeLabel}
        hint={verify.codeHint({ sentTo })}
      />
      <div className="mt-6">
        <p className="mb-3">{verify.noEmail}</p>
        <SendCode key={language} {...form} kind="secondary">
          {verify.sendNew}
        </SendCode>
      </div>
    </>
  );
}
