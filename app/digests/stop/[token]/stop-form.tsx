"use client";

import { useActionState } from "react";
import { SubmitButton } from "@/app/_ui/submit-button";
import { stop } from "./actions";

/** Works without scripts; leads away when it has stopped the emails. */
export function StopForm({ token }: { token: string }) {
  const [result, action] = useActionState(stop, null);
  return (
    <form action={action}>
      {result?.ok === false && (
        <p role="alert" className="mb-2 text-danger">
          {result.message}
        </p>
      )}
      <input type="hidden" name="token" value={token} />
      <SubmitButton pendingLabel="Stopping…">Stop these emails</SubmitButton>
    </form>
  );
}
