import type { Route } from "next";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { SoftLink } from "@/app/_ui/soft-link";

const firstLookMs = 400;
const lookMs = 1_000;
const longestMs = 15_000;
/** The new page takes its time; asking for it again before that would only make it later. */
const refreshMs = 5_000;

/** Why no progress is shown any more: the session ended, or the portal does not answer for now. */
type Trouble = "signed-out" | "unreachable";

/**
 * Asks an address how far some work has come, about once a second, less often while the portal does not answer. When the
 * answer is of another page than this one, the page is rendered again.
 * @param isOther whether the page of this progress differs from the page of `first` in more than the progress
 */
export function useProgress<P extends object>(
  address: string,
  first: P,
  isOther: (progress: P, first: P) => boolean,
): { progress: P; trouble: Trouble | null } {
  const router = useRouter();
  const [progress, setProgress] = useState(first);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const hasChanged = useEffectEvent((answer: P) => isOther(answer, first));
  useEffect(() => {
    let left = false;
    let failures = 0;
    let timer = setTimeout(() => void look(), firstLookMs);
    async function look() {
      const answer = await ask<P>(address);
      if (left) return;
      if (typeof answer === "object") setProgress(answer);
      setTrouble(typeof answer === "string" && answer !== "gone" ? answer : null);
      failures = answer === "unreachable" ? failures + 1 : 0;
      const changed = answer === "gone" || (typeof answer === "object" && hasChanged(answer));
      if (changed) router.refresh();
      if (answer !== "signed-out")
        timer = setTimeout(() => void look(), changed ? refreshMs : Math.min(longestMs, lookMs * 2 ** failures));
    }
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [address, router]);
  return { progress, trouble };
}

async function ask<P extends object>(address: string): Promise<P | Trouble | "gone"> {
  try {
    const response = await fetch(address, { cache: "no-store" });
    if (response.ok) return (await response.json()) as P;
    return response.status === 401 ? "signed-out" : response.status === 404 ? "gone" : "unreachable";
  } catch {
    return "unreachable";
  }
}

/** Why no progress is shown any more, below its bar. */
export const TroubleLine = ({ trouble }: { trouble: Trouble | null }) => (
  <div role="status">{trouble && <TroubleWords trouble={trouble} />}</div>
);

function TroubleWords({ trouble }: { trouble: Trouble }) {
  const pathname = usePathname();
  if (trouble === "unreachable")
    return (
      <p className="mt-3 text-warning">
        The portal does not answer just now. This page keeps trying; the work itself goes on.
      </p>
    );
  return (
    <p className="mt-3 text-warning">
      You are signed out, so this page no longer follows the work. It goes on.{" "}
      <SoftLink
        href={`/sign-in?next=${encodeURIComponent(pathname)}` as Route}
        className="font-medium underline underline-offset-2"
      >
        Sign in
      </SoftLink>
    </p>
  );
}

/** Changes ten times in all, so that a screen reader is not kept busy. */
export const SpokenProgress = ({ title, share }: { title: string; share: number }) => (
  <p aria-live="polite" className="sr-only">{`${title}: ${Math.floor(share * 10) * 10} percent`}</p>
);
