import type { ReactNode } from "react";
import { hole } from "@/lib/recipient-words/hole";

/** A sentence that was written with the `hole`, with an element in its place: languages put it where they need it. */
export function InSentence({ text, children }: { text: string; children: ReactNode }) {
  const [before = "", after = ""] = text.split(hole);
  return (
    <>
      {before}
      {children}
      {after}
    </>
  );
}
