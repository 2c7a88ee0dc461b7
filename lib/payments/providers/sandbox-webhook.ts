import { createHmac } from "node:crypto";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { z } from "zod";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import type { Report } from "./provider";

const data = z.object({ attempt: z.uuid() });
const failure = z.object({ code: z.string().regex(/^[\w.-]{1,64}$/), detail: z.string().max(500) });
const payloadSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("payment.paid"), data }),
  z.object({ type: z.literal("payment.failed"), data: data.extend(failure.shape) }),
]);

/** Derived, so that one key of the environment is enough for a provider that runs inside the portal. */
const webhook = () =>
  new Webhook(createHmac("sha256", env().LINK_KEY).update("sandbox-webhook").digest(), { format: "raw" });

/** A report as it is posted, signed as of `at` by the rules of Standard Webhooks. */
export function signReport(
  { messageId, attemptId, ...word }: Report,
  at: Date,
): { headers: Record<string, string>; body: string } {
  const { outcome, ...why } = word;
  const body = JSON.stringify({
    type: `payment.${outcome}`,
    timestamp: at.toISOString(),
    data: { attempt: attemptId, ...why },
  });
  const signature = webhook().sign(messageId, at, body);
  const seconds = String(Math.floor(at.getTime() / 1000));
  return {
    headers: {
      "content-type": "application/json",
      "webhook-id": messageId,
      "webhook-timestamp": seconds,
      "webhook-signature": signature,
    },
    body,
  };
}

/**
 * Reads what `signReport` made.
 * @throws DomainError `unauthenticated` when the signature is wrong or more than five minutes old, `invalid` when the
 * content is not a report
 */
export function readSignedReport(headers: Headers, body: string): Report {
  const messageId = headers.get("webhook-id") ?? "";
  verify(body, {
    "webhook-id": messageId,
    "webhook-timestamp": headers.get("webhook-timestamp") ?? "",
    "webhook-signature": headers.get("webhook-signature") ?? "",
  });
  const payload = payloadSchema.safeParse(parsed(body));
  if (!payload.success || messageId.length > 200)
    throw new DomainError("invalid", "This is not a report of a payment.");
  const { type, data } = payload.data;
  if (type === "payment.paid") return { messageId, attemptId: data.attempt, outcome: "paid" };
  return { messageId, attemptId: data.attempt, outcome: "failed", code: data.code, detail: data.detail };
}

function verify(body: string, headers: Record<string, string>): void {
  try {
    webhook().verify(body, headers, { jsonParse: false });
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    throw new DomainError("unauthenticated", "This report is not signed by the provider, or it is too old.");
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
