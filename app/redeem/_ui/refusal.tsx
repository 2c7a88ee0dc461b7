import { useEffect, useRef } from "react";
import { Notice } from "@/app/_ui/notice";
import type { ActionResult } from "@/lib/web/action";

/** Says why nothing was done, where no single field is wrong. `useFirstProblem` moves the focus to it. */
export function Refusal({ children }: { children: string }) {
  return (
    <div data-refusal tabIndex={-1} className="rounded-card">
      <Notice tone="danger" role="alert">
        {children}
      </Notice>
    </div>
  );
}

/** For a form: after each refusal the focus moves to the first wrong field, or else to the `Refusal`. */
export function useFirstProblem<T>(result: ActionResult<T> | null) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!result || result.ok) return;
    const problem =
      form.current?.querySelector<HTMLElement>("[aria-invalid=true]") ??
      form.current?.querySelector<HTMLElement>("[data-refusal]");
    problem?.focus();
  }, [result]);
  return form;
}
