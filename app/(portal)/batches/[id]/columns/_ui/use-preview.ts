import { useCallback, useEffect, useRef, useState } from "react";
import { attempt } from "@/app/(portal)/_ui/attempt";
import { preview as ask } from "@/app/(portal)/batches/[id]/columns/actions";
import type { Preview } from "@/lib/batches/mapping/preview";

/** `busy`: the preview is of older answers, and a new one is on its way. */
export type LivePreview = { shown: Preview | null; busy: boolean; refusal: string | null };

/** A look begins this long after the last change. */
const delayMs = 300;

/** How the first rows would be read, asked anew whenever an answer of the form changes. */
export function usePreview() {
  const formRef = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(0);
  const [preview, setPreview] = useState<LivePreview>({ shown: null, busy: true, refusal: null });
  const look = useCallback(() => {
    const number = ++latest.current;
    clearTimeout(timer.current);
    setPreview((before) => ({ ...before, busy: true }));
    const read = async () => {
      if (!formRef.current) return;
      const sent = new FormData(formRef.current);
      const answer = await attempt(() => ask(null, sent));
      // An older answer must not replace a newer one.
      if (number !== latest.current) return;
      if (answer.ok) setPreview({ shown: answer.value ?? null, busy: false, refusal: null });
      else setPreview({ shown: null, busy: false, refusal: answer.message });
    };
    timer.current = setTimeout(() => void read(), delayMs);
  }, []);
  useEffect(() => {
    look();
    return () => clearTimeout(timer.current);
  }, [look]);
  return { formRef, look, preview };
}
