"use client";

import { useActionState } from "react";
import { Notice } from "@/app/_ui/notice";
import { SubmitButton } from "@/app/_ui/submit-button";
import { sendCode } from "@/app/redeem/[token]/actions";
import { Refusal } from "./refusal";
import { useFirstProblem } from "./use-first-problem";

/** Asks for a code by email; says that it is on its way, or why it must wait. */
export function SendCode({ token, kind, children }: { token: string; kind: "brand" | "secondary"; children: string }) {
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
      <SubmitButton kind={kind} size="large" className="w-full" pendingLabel="Sending…">
        {children}
      </SubmitButton>
    </form>
  );
}
