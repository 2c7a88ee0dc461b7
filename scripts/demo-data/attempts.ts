import { detailsOwner } from "@/lib/payments/attempts";
import { maskDetails, type MethodName, type PaymentDetails } from "@/lib/payments/providers/methods";
import { openProvider } from "@/lib/payments/providers/table";
import { seal } from "@/lib/sealed";
import { HOUR_MS } from "./calendar";
import type { Step } from "./life";
import type { Scene } from "./scene";

/**
 * The attempt behind a payout whose recipient submitted; where the money is still on its way, the sandbox owes a report
 * of it within two days.
 */
export function recordAttempt(scene: Scene): void {
  const { world, random, draft, steps, into } = scene;
  const submitted = steps.find(({ does }) => does === "submit");
  if (!submitted) return;
  const end = steps.find(({ does }) => does === "complete" || does === "fail");
  const id = random.id(submitted.at);
  const sentAt = new Date(submitted.at + random.int(400, 3_000));
  into.attempts.push({
    organizationId: world.organizationId,
    id,
    payoutId: draft.id,
    number: 1,
    provider: openProvider().name,
    ...chosen(scene),
    ...ended(end),
    createdAt: new Date(submitted.at),
    sentAt,
    providerReference: `SBX-${id.slice(-12).toUpperCase()}`,
    attempts: 1,
    // Long after the report that is owed.
    nextAttemptAt: new Date(submitted.at + 60 * 24 * HOUR_MS),
    fence: 1,
  });
  if (!end)
    into.sandboxPayments.push({
      organizationId: world.organizationId,
      id,
      reference: draft.reference,
      outcome: "paid",
      acceptedAt: sentAt,
      nextAttemptAt: new Date(scene.now + random.int(1, 48 * 60) * (HOUR_MS / 60)),
    });
}

function chosen({ world, random, draft }: Scene) {
  const method: MethodName = draft.currency === "USD" ? "us_account" : "foreign_account";
  const account = String(random.int(10_000_000, 99_999_999)) + "00";
  const bank: PaymentDetails =
    method === "us_account"
      ? { routing_number: "021000021", account_number: account }
      : { bic: "DEUTDEFF", foreign_account_number: account };
  const details = { holder: draft.recipientName, ...bank };
  return {
    method,
    details: seal(JSON.stringify(details), detailsOwner(world.organizationId, draft.id)),
    maskedDetails: maskDetails(method, details),
  };
}

function ended(end: Step | undefined) {
  if (!end) return { status: "sent" as const, endedAt: null, failureCode: null, failureDetail: null };
  const failed = end.does === "fail";
  return {
    status: failed ? ("failed" as const) : ("paid" as const),
    endedAt: new Date(end.at),
    failureCode: failed ? end.reason! : null,
    failureDetail: failed ? (end.detail ?? null) : null,
  };
}
