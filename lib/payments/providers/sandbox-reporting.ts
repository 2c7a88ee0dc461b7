import { and, eq, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { db } from "@/db/client";
import { sandboxPayments } from "@/db/schema/sandbox_payments";
import { env } from "@/lib/env";
import { backoffMs, claimDue, ownedByClaim, type Claim, type Due } from "@/lib/queue";
import type { Report } from "./provider";
import { afterDelay, sandbox, sandboxReport } from "./sandbox";
import { signReport } from "./sandbox-webhook";

/** After these tries it sends no more; a question is still answered. */
const mostTries = 12;
const patienceMs = 10_000;

const due: Due[] = [{ open: sql`${sandboxPayments.doneAt} is null`, order: "longest" }];

/**
 * Posts the next due report of the sandbox, signed, to the portal's own address, as a provider outside would.
 * @returns how many were taken up: 0 or 1
 */
export async function reportDueSandboxPayment(): Promise<number> {
  const claim = await claimDue(sandboxPayments, due);
  if (!claim) return 0;
  const { organizationId, id } = claim;
  const [payment] = await db
    .select()
    .from(sandboxPayments)
    .where(and(eq(sandboxPayments.organizationId, organizationId), eq(sandboxPayments.id, id)));
  const report = payment && sandboxReport(id, payment.outcome, payment.reportsSent);
  if (!report) await fallSilent(claim);
  else if (await post(report)) await nextReport(claim);
  else await later(claim);
  return 1;
}

async function post(report: Report): Promise<boolean> {
  const { headers, body } = signReport(report, new Date());
  const address = new URL(`/api/providers/${sandbox.name}/reports`, env().PORTAL_URL);
  try {
    const { ok } = await fetch(address, {
      method: "POST",
      headers,
      body,
      redirect: "error",
      signal: AbortSignal.timeout(patienceMs),
    });
    return ok;
  } catch {
    return false;
  }
}

const change = (claim: Claim, set: PgUpdateSetSource<typeof sandboxPayments>) =>
  db
    .update(sandboxPayments)
    .set({ leasedUntil: null, ...set })
    .where(ownedByClaim(sandboxPayments, claim));

const nextReport = (claim: Claim) =>
  change(claim, {
    reportsSent: sql`${sandboxPayments.reportsSent} + 1`,
    attempts: 0,
    nextAttemptAt: afterDelay(sql`now()`),
  });

const fallSilent = (claim: Claim) => change(claim, { doneAt: sql`now()` });

const later = (claim: Claim) =>
  claim.attempts >= mostTries
    ? fallSilent(claim)
    : change(claim, { nextAttemptAt: sql`now() + ${backoffMs(claim.attempts)} * interval '1 millisecond'` });
