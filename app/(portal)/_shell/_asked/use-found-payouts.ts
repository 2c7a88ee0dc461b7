import { useEffect, useState } from "react";
import type { FoundPayout } from "@/lib/payouts/search/first-found";
import type { RouteRefusal } from "@/lib/web/json-route";
import { folded, wordsOf } from "./commands";

/** So long after the last key the server is asked. */
const pauseMs = 150;

type Answer = { of: string; payouts: FoundPayout[]; problem?: string };
const nothing: Answer = { of: "", payouts: [] };

/**
 * The first payouts that a search finds. An answer to an earlier text never replaces one to a later: a request that is
 * no longer wanted is given up. While the next is on its way, those of the last that still fit are shown.
 */
export function useFoundPayouts(q: string): { payouts: FoundPayout[]; pending: boolean; problem?: string } {
  const [answer, setAnswer] = useState(nothing);
  useEffect(() => {
    if (q === "") return;
    const leaving = new AbortController();
    const timer = setTimeout(() => {
      void ask(q, leaving.signal).then((found) => !leaving.signal.aborted && setAnswer(found));
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [q]);
  if (q === "") return { payouts: [], pending: false };
  if (answer.of === q) return { ...answer, pending: false };
  const words = wordsOf(q);
  const stillFits = ({ recipientName, recipientEmail, reference }: FoundPayout) => {
    const text = folded(`${recipientName} ${recipientEmail} ${reference}`);
    return words.every((word) => text.includes(word));
  };
  return { payouts: answer.payouts.filter(stillFits), pending: true };
}

async function ask(q: string, signal: AbortSignal): Promise<Answer> {
  const failed = (problem: string): Answer => ({ of: q, payouts: [], problem });
  try {
    const response = await fetch(`/payouts/search?${new URLSearchParams({ q })}`, { cache: "no-store", signal });
    if (response.ok) return { of: q, payouts: (await response.json()) as FoundPayout[] };
    return failed(((await response.json()) as RouteRefusal).message);
  } catch {
    return failed("The portal could not be reached. Check your connection, then type again.");
  }
}
