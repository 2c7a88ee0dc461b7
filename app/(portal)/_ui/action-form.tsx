"use client";

import { useActionState, type ReactNode } from "react";
import { toast } from "@/app/_ui/toast";
import type { ActionResult } from "@/lib/web/action";
import { attempt } from "./attempt";
import { useKeptFocus } from "./kept-focus";

type Props<T> = {
  action: (previous: ActionResult<T> | null, formData: FormData) => Promise<ActionResult<T>>;
  /** Runs when the action succeeded, or was refused for a reason that other input cannot change. */
  onSettled?: () => void;
  className?: string;
  children: ReactNode | ((result: ActionResult<T> | null) => ReactNode);
};

/** A form around a server action. A toast shows the outcome, because the row with the form may be gone by then. */
export function ActionForm<T>({ action, onSettled, className, children }: Props<T>) {
  const keepFocus = useKeptFocus();
  const [result, submit] = useActionState<ActionResult<T> | null, FormData>(async (previous, formData) => {
    keepFocus();
    const answer = await attempt(() => action(previous, formData));
    const correctable = !answer.ok && answer.code === "invalid";
    if (!correctable) {
      toast(answer.message, answer.ok);
      onSettled?.();
    }
    return answer;
  }, null);
  return (
    <form action={submit} data-scripted className={className}>
      {typeof children === "function" ? children(result) : children}
    </form>
  );
}
