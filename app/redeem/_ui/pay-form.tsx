"use client";

import { useActionState, useEffect, useRef, type ReactNode } from "react";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { Language } from "@/lib/recipient-words/languages";
import type { Words } from "@/lib/recipient-words/words";
import { choose } from "@/app/redeem/[token]/actions";
import { MethodChoice, type OfferedMethod } from "./method-choice";
import { Refusal, useFirstProblem } from "./refusal";

type InLanguage = { token: string; language: Language; words: Words["page"]["pay"]["form"] };

type Props = InLanguage & {
  methods: OfferedMethod[];
  /** What happens when the money goes, to read before confirming. */
  children: ReactNode;
};

/**
 * Asks how to be paid, then shows the details to be checked: a mistyped account number cannot be taken back. After a
 * refusal, and when the recipient goes back, the form keeps what was typed.
 */
export function PayForm({ token, language, words, methods, children }: Props) {
  const [result, action] = useActionState(choose, null);
  const form = useFirstProblem(result);
  const refused = result && !result.ok ? result : null;
  const step = result?.ok ? result.value : undefined;
  const typed = step?.typed ?? refused?.typed;
  if (step?.check)
    return (
      <Check check={step.check} typed={step.typed} token={token} language={language} words={words} action={action}>
        {children}
      </Check>
    );
  const chosen = typed?.method ?? methods[0]?.name;
  return (
    <form ref={form} action={action} noValidate className="flex flex-col gap-6">
      {refused && <Refusal>{refused.message}</Refusal>}
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="language" value={language} />
      <fieldset className="flex min-w-0 flex-col gap-3">
        <legend className="sr-only">{words.ways}</legend>
        {methods.map((method) => (
          <MethodChoice
            key={method.name}
            method={method}
            chosen={method.name === chosen}
            only={methods.length === 1}
            problems={refused?.problems}
            typed={typed}
          />
        ))}
      </fieldset>
      <SubmitButton kind="brand" size="large" className="w-full" pendingLabel={words.checking}>
        {words.check}
      </SubmitButton>
    </form>
  );
}

type CheckProps = InLanguage & {
  check: { label: string; text: string }[];
  typed: Record<string, string>;
  action: (formData: FormData) => void;
  children: ReactNode;
};

function Check({ check, typed, token, language, words, action, children }: CheckProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const kept = Object.entries({ ...typed, token, language }).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
  return (
    <div className="flex flex-col gap-6">
      <section aria-labelledby="check" className="rounded-card border border-edge bg-surface p-4">
        <h2 id="check" ref={heading} tabIndex={-1} className="font-semibold">
          {words.isItRight}
        </h2>
        <dl className="mt-3 flex flex-col gap-3">
          {check.map(({ label, text }) => (
            <div key={label}>
              <dt className="text-base text-muted">{label}</dt>
              <dd className="text-lg font-semibold break-words tabular-nums">
                <bdi>{text}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      {children}
      <form action={action}>
        {kept}
        <input type="hidden" name="step" value="confirm" />
        <SubmitButton kind="brand" size="large" className="w-full" pendingLabel={words.sending}>
          {words.confirm}
        </SubmitButton>
      </form>
      <form action={action}>
        {kept}
        <input type="hidden" name="step" value="change" />
        <SubmitButton kind="secondary" size="large" className="w-full" pendingLabel={words.moment}>
          {words.change}
        </SubmitButton>
      </form>
    </div>
  );
}
