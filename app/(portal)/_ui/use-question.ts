"use client";

import { useState } from "react";
import { useKeptFocus } from "./kept-focus";

/**
 * Which of its dialogs a control has open, if any. Each opening has its own key: a dialog returns the focus before it
 * reports that it closed, and a dialog opened between the two must not be closed by the report of the earlier one.
 */
export function useQuestion<Name extends string>() {
  const [question, setQuestion] = useState<{ name: Name; key: number } | null>(null);
  const keepFocus = useKeptFocus();
  const ask = (name: Name) => {
    keepFocus();
    setQuestion((last) => ({ name, key: (last?.key ?? 0) + 1 }));
  };
  const asked = question && {
    ...question,
    close: () => setQuestion((current) => (current?.key === question.key ? null : current)),
  };
  return { asked, ask };
}
