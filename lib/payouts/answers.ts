import type { Payout } from "./queries";
import { stands } from "./transitions";

type Answering = Pick<Payout, "status" | "archivedAt" | "verificationAttempts">;

/** Verification answers the recipient may still give. @param limit the organization's setting */
export const answersLeft = ({ verificationAttempts }: Pick<Payout, "verificationAttempts">, limit: number): number =>
  Math.max(0, limit - verificationAttempts);

/**
 * What staff should know while a recipient is about to be locked out, or, after the limit was lowered, can answer no
 * more; null otherwise.
 */
export function answersWarning(payout: Answering, limit: number): string | null {
  if (!stands("answer", payout) || payout.verificationAttempts === 0) return null;
  const left = answersLeft(payout, limit);
  if (left > 1) return null;
  return left === 1 ? "One answer left" : "No answer left";
}
