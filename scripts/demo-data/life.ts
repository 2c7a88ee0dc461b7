import type { FailureCode } from "@/lib/payouts/failures";
import type { TransitionName } from "@/lib/payouts/transitions";
import { DAY_MS, HOUR_MS, MINUTE_MS, type Calendar } from "./calendar";
import type { Random } from "./random";

/** One thing that happens to a payout after it was created. */
export type Step = { does: TransitionName | "open" | "bounce"; at: number; reason?: string; detail?: string };
type Frame = { random: Random; calendar: Calendar; createdAt: number; expiresAt: number };

/** Everything that will ever happen to a payout, in order; the caller cuts it at now. */
export function live(frame: Frame): Step[] {
  const { random, createdAt, expiresAt } = frame;
  const end: "pay" | "lock" | "cancel" | "ignore" = random.weighted([
    ["pay", 79],
    ["lock", 1.8],
    ["cancel", 1.6],
    ["ignore", 17.6],
  ]);
  const steps = end === "pay" ? pay(frame) : end === "lock" ? lock(frame) : end === "cancel" ? withdraw(frame) : [];
  const decided = steps.find(({ does }) => does !== "open");
  // Whoever comes after the link ran out comes too late.
  const inTime = decided && decided.at < expiresAt ? steps : ignore(frame);
  const pendingUntil = inTime.find(({ does }) => does !== "open" && does !== "bounce")!.at;
  return [...inTime, ...resends(random, createdAt, pendingUntil), ...replacement(frame, inTime.at(-1)!)].sort(
    (a, b) => a.at - b.at,
  );
}

function opening({ random, calendar, createdAt }: Frame): number {
  return calendar.leisurely(random, createdAt + Math.max(2 * MINUTE_MS, random.skewed(11 * HOUR_MS, 1.5)));
}

function pay(frame: Frame): Step[] {
  const { random, calendar } = frame;
  const openedAt = opening(frame);
  const hesitation = random.chance(0.8) ? random.int(2, 14) * MINUTE_MS : random.skewed(20 * HOUR_MS, 0.8);
  const at = Math.round(calendar.leisurely(random, openedAt + hesitation));
  const arrival = at + random.skewed(20 * HOUR_MS, 0.7);
  // Banks keep working days; cards and wallets do not.
  const settledAt = Math.round(
    random.chance(0.55) ? calendar.working(random, arrival) : calendar.leisurely(random, arrival),
  );
  const settled: Step = random.chance(0.955)
    ? { does: "complete", at: settledAt }
    : { does: "fail", at: settledAt, ...deliveryFailure(random) };
  return [{ does: "open", at: openedAt }, { does: "submit", at }, settled];
}

function lock(frame: Frame): Step[] {
  const openedAt = opening(frame);
  const reason: FailureCode = frame.random.weighted([
    ["too_many_wrong_answers", 4],
    ["recipient_declined", 1],
  ]);
  return [
    { does: "open", at: openedAt },
    { does: "lock", at: openedAt + frame.random.int(3, 20) * MINUTE_MS, reason },
  ];
}

const withdrawals = [
  "Paid by check instead",
  "Duplicate of an earlier payout",
  "Wrong amount, corrected in the next file",
  "Claim was withdrawn",
  "Customer asked for store credit",
];

function withdraw({ random, calendar, createdAt }: Frame): Step[] {
  const at = calendar.working(random, createdAt + Math.round(random.skewed(20 * HOUR_MS, 1)) + 10 * MINUTE_MS);
  return [{ does: "cancel", at, reason: random.pick(withdrawals) }];
}

function ignore(frame: Frame): Step[] {
  const { random, createdAt, expiresAt } = frame;
  const openedAt = opening(frame);
  const expired: Step = { does: "expire", at: expiresAt };
  if (random.chance(0.05)) return [{ does: "bounce", at: createdAt + random.int(20, 90) * 1_000 }, expired];
  return random.chance(0.4) && openedAt < expiresAt ? [{ does: "open", at: openedAt }, expired] : [expired];
}

/** Staff remind those who are slow, at most five times and never twice in ten minutes. */
function resends(random: Random, createdAt: number, pendingUntil: number): Step[] {
  const waited = pendingUntil - createdAt;
  if (waited < 3 * DAY_MS) return [];
  const times = random.weighted([
    [0, 70],
    [1, 16],
    [2, 8],
    [3, 4],
    [4, 1],
    [5, 1],
  ]);
  return Array.from({ length: times }, (_, index) => ({
    does: "resend",
    at: createdAt + Math.round((waited * (index + 0.6 + random.float() * 0.3)) / (times + 1)),
  }));
}

/** What ended badly is often replaced by a new payout some days later. */
function replacement({ random, calendar }: Frame, end: Step): Step[] {
  const badly = end.does === "expire" || end.does === "fail" || end.does === "lock";
  if (!badly || end.reason === "sanctions_hold" || !random.chance(0.35)) return [];
  return [
    { does: "reissue", at: calendar.working(random, end.at + Math.round(random.skewed(2 * DAY_MS, 0.7)) + HOUR_MS) },
  ];
}

type DeliveryFailure = { reason: FailureCode | "R29"; detail: string };

const deliveryFailures: readonly (readonly [DeliveryFailure, number])[] = [
  [{ reason: "account_closed", detail: "R02 Account closed" }, 24],
  [{ reason: "account_not_found", detail: "R03 No account / unable to locate account" }, 22],
  [{ reason: "returned_by_bank", detail: "Credit returned by receiving institution" }, 14],
  [{ reason: "name_mismatch", detail: "Confirmation of payee: no match" }, 12],
  [{ reason: "limit_exceeded", detail: "Card push declined: 61 exceeds amount limit" }, 9],
  [{ reason: "provider_unavailable", detail: "503 after 8 attempts in 24 h" }, 8],
  [{ reason: "currency_not_supported", detail: "No corridor for this currency and country" }, 5],
  [{ reason: "sanctions_hold", detail: "Screening: manual review, hold" }, 3],
  // A code that nobody has put into the table yet: the portal must show the provider's words.
  [{ reason: "R29", detail: "Corporate customer advises not authorized" }, 3],
];

const deliveryFailure = (random: Random): DeliveryFailure => random.weighted(deliveryFailures);
