"use client";

import { useActionState } from "react";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { Language } from "@/lib/recipient-words/languages";
import type { Words } from "@/lib/recipient-words/words";
import { giveAnswer, sendCode } from "@/app/redeem/[token]/actions";
import { RecipientField } from "./recipient-field";
import { Refusal, useFirstProblem } from "./refusal";

type InLanguage = { token: string; language: Language; words: Words["page"]["verify"]["form"] };

type Props = InLanguage & {
  label: string;
  hint: string;
  /** A notice about earlier wrong answers. */
  before: string | null;
  /** The answer is a one-time code. */
  digits?: boolean;
};

/** Asks for the answer that proves who the recipient is. */
export function AnswerForm({ token, language, words, label, hint, before, digits = false }: Props) {
  const [result, action] = useActionState(giveAnswer, null);
  const form = useFirstProblem(result);
  const refused = result && !result.ok ? result : null;
  const problem = refused?.field === "answer" ? refused.message : undefined;
  return (
    <form ref={form} action={action} noValidate className="flex flex-col gap-5">
      {before && !refused && <Notice tone="warning">{before}</Notice>}
      {refused && !problem && <Refusal>{refused.message}</Refusal>}
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="language" value={language} />
      <RecipientField
        name="answer"
        label={label}
        hint={hint}
        problem={problem}
        defaultValue={refused?.typed?.answer}
        autoFocus={problem !== undefined}
        maxLength={200}
        required
        inputMode={digits ? "numeric" : "text"}
        autoComplete={digits ? "one-time-code" : "off"}
        autoCapitalize="off"
        spellCheck={false}
      />
      <SubmitButton kind="brand" size="large" className="w-full" pendingLabel={words.checking}>
        {words.continue}
      </SubmitButton>
    </form>
  );
}

type SendProps = InLanguage & { kind: "brand" | "secondary"; children: string };

/** Sends a code by email; says that it was sent, or why it cannot be sent yet. */
export function SendCode({ token, language, words, kind, children }: SendProps) {
  const [result, action] = useActionState(sendCode, null);
  const form = useFirstProblem(result);
  return (
    <form ref={form} action={action} className="flex flex-col gap-4">
      {result && !result.ok && <Refusal>{result.message}</Refusal>}
      {result?.ok && (
        <Notice tone="success" role="status">
          {result.message}
        </Notice>
      )}
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="language" value={language} />
      <SubmitButton kind={kind} size="large" className="w-full" pendingLabel={words.sending}>
        {children}
      </SubmitButton>
    </form>
  );
}
