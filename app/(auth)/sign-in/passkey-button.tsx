"use client";

import { useState, useTransition } from "react";
import { askBrowser } from "@/app/_second-factor/ask-browser";
import { PendingButton } from "@/app/_ui/submit-button";
import { beginPasskeyAction, passkeyAction } from "./actions";

/** Signs in by a passkey of this device, without email address and password. Only a browser with scripts can. */
export function PasskeyButton({ next }: { next: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const signIn = async () => {
    const begun = await beginPasskeyAction(null, new FormData());
    if (!begun.ok) return setProblem(begun.message);
    const asked = await askBrowser({ get: begun.value! });
    if ("problem" in asked) return setProblem(asked.problem);
    const form = new FormData();
    form.set("answer", asked.answer);
    form.set("next", next);
    const done = await passkeyAction(null, form);
    // A right answer leads to another page.
    if (done && !done.ok) setProblem(done.message);
  };
  return (
    <div data-scripted className="mt-4 flex flex-col gap-3 border-t border-line pt-4">
      {problem && (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      )}
      <PendingButton
        type="button"
        kind="secondary"
        pending={pending}
        pendingLabel="Waiting for your device…"
        className="w-full"
        onPress={() => {
          setProblem(null);
          start(signIn);
        }}
      >
        Sign in with a passkey
      </PendingButton>
    </div>
  );
}
