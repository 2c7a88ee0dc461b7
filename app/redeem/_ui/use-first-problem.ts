import { useEffect, useRef } from "react";
import type { ActionResult } from "@/lib/web/action";

/** For a form: after each refusal the focus goes to the first field at fault, or else to what says why. */
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
