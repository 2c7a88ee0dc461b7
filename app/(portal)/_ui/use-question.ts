"use client";

import { useState } from "react";
import { useKeptFocus } from "./kept-focus";

/**
 * Which of its dialogs a control has open, if any. Each time it asks is a question of its own, told from the last by
 * its key: a dialog gives the focus back before it says that it is closed, and a press between the two must open a new
 * one and not be closed by the word about the old.
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
