import { and, count, eq, ne, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { sandboxPayments } from "@/db/schema/sandbox_payments";
import { env } from "@/lib/env";
import { methodTable, type MethodName } from "./methods";
import type { Handover, Payment, Provider, Report } from "./provider";
import { outcomeOf, sandboxOutcomeTable } from "./sandbox-outcomes";
import { readSignedReport } from "./sandbox-webhook";

const ibanCurrencies = new Set(["EUR", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "ISK"]);

function methods(currency: string): readonly MethodName[] {
  if (currency === "USD") return ["us_account", "foreign_account"];
  return ibanCurrencies.has(currency) ? ["iban", "foreign_account"] : ["foreign_account"];
}

/** How long after `from` the sandbox has something to say. */
export const afterDelay = (from: ReturnType<typeof sql>) =>
  sql`${from} + ${env().SANDBOX_DELAY_MS} * interval '1 millisecond'`;

async function submit(payment: Payment): Promise<Handover> {
  if (!methods(payment.currency).includes(payment.method))
    return {
      outcome: "refused",
      code: "currency_not_supported",
      detail: `The sandbox does not pay ${payment.currency} this way.`,
    };
  const name = await outcomeFor(payment);
  const { handover, says } = sandboxOutcomeTable[name]!;
  if (handover === "unreached") return { outcome: "unreached", why: "The sandbox could not be reached." };
  if (handover === "refused" && says[0]?.outcome === "failed") return { ...says[0], outcome: "refused" };
  const isNew = await remember(payment, name);
  if (handover === "unclear" && isNew)
    return { outcome: "unclear", why: "The connection broke before the sandbox had answered." };
  return { outcome: "accepted", reference: referenceOf(payment.idempotencyKey) };
}

const referenceOf = (key: string) => `SBX-${key.slice(-12).toUpperCase()}`;

async function outcomeFor({ organizationId, idempotencyKey, reference, method, details }: Payment): Promise<string> {
  const name = outcomeOf(details[methodTable[method].account] ?? "");
  const { next } = sandboxOutcomeTable[name]!;
  if (!next) return name;
  const { organizationId: owner, id, reference: known } = sandboxPayments;
  const [earlier] = await db
    .select({ count: count() })
    .from(sandboxPayments)
    .where(and(eq(owner, organizationId), eq(known, reference), ne(id, idempotencyKey)));
  return earlier!.count > 0 ? next : name;
}

/** @returns false when the same key was submitted before: nothing is added, and no money moves twice */
async function remember({ organizationId, idempotencyKey, reference }: Payment, outcome: string): Promise<boolean> {
  const { says, silent } = sandboxOutcomeTable[outcome]!;
  const quiet = silent || says.length === 0;
  const added = await db
    .insert(sandboxPayments)
    .values({
      organizationId,
      id: idempotencyKey,
      reference,
      outcome,
      acceptedAt: sql`now()`,
      doneAt: quiet ? sql`now()` : null,
      nextAttemptAt: afterDelay(sql`now()`),
    })
    .onConflictDoNothing()
    .returning({ id: sandboxPayments.id });
  return added.length === 1;
}

/**
 * What the sandbox says in its nth report of a payment, from 0; null when that is one too many. The same report
 * has the same message id.
 */
export function sandboxReport(attemptId: string, outcome: string, nth: number): Report | null {
  const word = sandboxOutcomeTable[outcome]?.says[nth];
  return word ? { messageId: `sandbox-${attemptId}-${word.outcome}`, attemptId, ...word } : null;
}

async function askOutcome(attempt: { organizationId: string; id: string }): Promise<Report | null> {
  const known = and(eq(sandboxPayments.organizationId, attempt.organizationId), eq(sandboxPayments.id, attempt.id));
  const [payment] = await db
    .select()
    .from(sandboxPayments)
    .where(and(known, sql`${afterDelay(sql`${sandboxPayments.acceptedAt}`)} <= now()`));
  return payment ? sandboxReport(attempt.id, payment.outcome, 0) : null;
}

/**
 * A provider that moves no money: the outcome of a payment depends on the account number alone
 * (lib/payments/providers/sandbox-outcomes.ts).
 */
export const sandbox: Provider = {
  name: "sandbox",
  label: "Sandbox",
  test: true,
  methods,
  submit,
  readReport: readSignedReport,
  askOutcome,
  askAfterMs: 60_000,
};
