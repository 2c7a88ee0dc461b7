"use client";

import { createContext, useContext, type ReactNode } from "react";
import type { Words } from "@/lib/recipient-words/words";

type InNeed = Pick<Words["page"], "frame" | "unreachable">;

const Context = createContext<InNeed | null>(null);

/** Keeps the words for an error in the browser, which has to say them when the server does not answer. */
export const WordsInNeed = ({ words, children }: { words: InNeed; children: ReactNode }) => (
  <Context value={words}>{children}</Context>
);

export const useWordsInNeed = (): InNeed => useContext(Context)!;
