"use client";

import { useActionState, useSyncExternalStore, type ReactNode } from "react";
import { toast } from "@/app/_ui/toast";
import type { ActionResult } from "@/lib/web/action";
import { attempt } from "./attempt";
import { useKeptFocus } from "./kept-focus";

type Action<T> = (previous: ActionResult<T> | null, formData: FormData) => Promise<ActionResult<T>>;
type Result<T> = ActionResult<T> | null;

type Props<T> = {
  action: Action<T>;
  /** Runs when the action succeeded, or was refused for a reason that other input cannot change. */
  onSettled?: () => void;
  className?: string;
  children: ReactNode | ((result: Result<T>) => ReactNode);
};

/** The refusal that other input can lift. A form says it beside its fields; every other outcome is a toast. */
export const invalidIn = <T,>(result: Result<T>) => (result && !result.ok && result.code === "invalid" ? result : null);

const noChange = () => () => {};
/** False on the server and until the scripts of the page run. */
const useScripts = () =>
  useSyncExternalStore(
    noChange,
    () => true,
    () => false,
  );

/**
 * The state of a form around a server action. A toast shows the outcome, because the row with the form may be gone by
 * then. Without scripts the browser sends the form itself, and `refusal` is what the page then has to say.
 */
export function useActionForm<T>(action: Action<T>, onSettled?: () => void) {
  const keepFocus = useKeptFocus();
  const scripts = useScripts();
  const [sent, send] = useActionState<Result<T>, FormData>(action, null);
  const [result, submit, pending] = useActionState<Result<T>, FormData>(async (previous, formData) => {
    keepFocus();
    const answer = await attempt(() => action(previous, formData));
    if (!invalidIn(answer)) {
      toast(answer.message, answer.ok);
      onSettled?.();
    }
    return answer;
  }, null);
  const refusal = result === null && sent?.ok === false ? sent.message : null;
  return { result, sent, refusal, pending, action: scripts ? submit : send };
}

/** A form around a server action, which also works without scripts. */
export function ActionForm<T>({ action, onSettled, className, children }: Props<T>) {
  const form = useActionForm(action, onSettled);
  return (
    <form action={form.action} className={className}>
      <SentRefusal>{form.refusal}</SentRefusal>
      {typeof children === "function" ? children(form.result) : children}
    </form>
  );
}

/** Why a form that was sent without scripts was refused. */
export const SentRefusal = ({ children }: { children: string | null }) =>
  children && (
    <p role="alert" className="mb-2 text-danger">
      {children}
    </p>
  );
