"use client";

import { useActionState, useEffect, useRef, type ReactNode } from "react";
import { toast } from "@/app/_ui/toast";
import type { ActionResult } from "@/lib/action";
import { attempt } from "./attempt";

type Props<T> = {
  action: (previous: ActionResult<T> | null, formData: FormData) => Promise<ActionResult<T>>;
  /** Runs when the server has answered for good: done, or refused for a reason that typing cannot mend. */
  onSettled?: () => void;
  className?: string;
  children: ReactNode | ((result: ActionResult<T> | null) => ReactNode);
};

/** A form around a server action whose outcome is told by a toast, because the row that holds the form may be gone by then. */
export function ActionForm<T>({ action, onSettled, className, children }: Props<T>) {
  const used = useRef(false);
  useEffect(() => () => void (used.current && leaveFocusOnHeading()), []);
  const [result, submit] = useActionState<ActionResult<T> | null, FormData>(async (previous, formData) => {
    used.current = true;
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

/** The button that was pressed is gone with its form: whoever uses a keyboard goes on from the page's heading, not from nowhere. */
export function leaveFocusOnHeading() {
  if (document.activeElement === document.body) document.querySelector<HTMLElement>("main h1")?.focus();
}
