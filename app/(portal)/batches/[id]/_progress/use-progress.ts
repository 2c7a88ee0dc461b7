import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { BatchProgress } from "@/lib/batches/progress";

const firstLookMs = 400;
const lookMs = 1_000;
const longestMs = 15_000;
/** The new page takes its time; asking for it again before that would only make it later. */
const refreshMs = 5_000;

/** Why no progress is shown any more: the session ended, or the portal does not answer for now. */
export type Trouble = "signed-out" | "unreachable";

/**
 * Asks how far the batch has come, about once a second, less often while the portal does not answer. When the status is
 * another one, or the work is stalled now or no longer, the page is rendered again.
 */
export function useProgress(
  batchId: string,
  first: BatchProgress,
): { progress: BatchProgress; trouble: Trouble | null } {
  const router = useRouter();
  const [progress, setProgress] = useState(first);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  useEffect(() => {
    let left = false;
    let failures = 0;
    let timer = setTimeout(() => void look(), firstLookMs);
    async function look() {
      const answer = await ask(batchId);
      if (left) return;
      if (typeof answer === "object") setProgress(answer);
      setTrouble(typeof answer === "string" && answer !== "gone" ? answer : null);
      failures = answer === "unreachable" ? failures + 1 : 0;
      const changed =
        answer === "gone" ||
        (typeof answer === "object" && (answer.status !== first.status || answer.isStalled !== first.isStalled));
      if (changed) router.refresh();
      if (answer !== "signed-out")
        timer = setTimeout(() => void look(), changed ? refreshMs : Math.min(longestMs, lookMs * 2 ** failures));
    }
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [batchId, first.status, first.isStalled, router]);
  return { progress, trouble };
}

async function ask(batchId: string): Promise<BatchProgress | Trouble | "gone"> {
  try {
    const response = await fetch(`/batches/${batchId}/progress`, { cache: "no-store" });
    if (response.ok) return (await response.json()) as BatchProgress;
    return response.status === 401 ? "signed-out" : response.status === 404 ? "gone" : "unreachable";
  } catch {
    return "unreachable";
  }
}
