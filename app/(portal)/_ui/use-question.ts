"use client";

import { useState } from "react";
import { useKeptFocus } from "./kept-focus";

/**
 * Which of its dialogs a control or a page has open, if any, and about what. Each opening has its own key: a dialog
 * returns the focus before it reports that it closed, and a dialog opened between the two must not be closed by the
 * report of the earlier one.
 */
export function useQuestion<Name extends string, Subject = undefined>() {
  const [question, setQuestion] = useState<{ name: Name; subject: Subject; key: number } | null>(null);
  const keepFocus = useKeptFocus();
  const ask = (name: Name, subject: Subject) => {
    keepFocus();
    setQuestion((last) => ({ name, subject, key: (last?.key ?? 0) + 1 }));
  };
  const asked = question && {
    ...question,
    close: () => setQuestion((current) => (current?.key === question.key ? null : current)),
  };
  return { asked, ask };
}
