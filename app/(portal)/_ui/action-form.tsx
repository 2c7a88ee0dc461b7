"use client";

import { useActionState, type ReactNode } from "react";
import { toast } from "@/app/_ui/toast";
import type { ActionResult } from "@/lib/web/action";
import { attempt } from "./attempt";
import { useKeptFocus } from "./kept-focus";

type Props<T> = {
  action: (previous: ActionResult<T> | null, formData: FormData) => Promise<ActionResult<T>>;
  /** Runs when the server has answered for good: done, or refused for a reason that typing cannot mend. */
  onSettled?: () => void;
  className?: string;
  children: ReactNode | ((result: ActionResult<T> | null) => ReactNode);
};

/**
 * A form around a server action whose outcome is told by a toast, because the row that holds the form may be gone by
 * then.
 */
export function ActionForm<T>({ action, onSettled, className, children }: Props<T>) {
  const keepFocus = useKeptFocus();
  const [result, submit] = useActionState<ActionResult<T> | null, FormData>(async (previous, formData) => {
    keepFocus();
    const answer = await attempt(() => action(previous, formData));
    const mendable = !answer.ok && answer.code === "invalid";
    if (!mendable) {
      toast(answer.message, answer.ok);
      onSettled?.();
    }
    return answer;
  }, null);
  return (
    <form action={submit} className={className}>
      {typeof children === "function" ? children(result) : children}
    </form>
  );
}
