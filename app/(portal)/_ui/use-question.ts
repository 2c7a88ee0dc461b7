"use client";

import { useState } from "react";
import { useKeptFocus } from "./kept-focus";

/** Which of its dialogs a control has open, if any. */
export function useQuestion<Name extends string>() {
  const [asked, setAsked] = useState<Name | null>(null);
  const keepFocus = useKeptFocus();
  const ask = (name: Name) => {
    keepFocus();
    setAsked(name);
  };
  return { asked, ask, close: () => setAsked(null) };
}
