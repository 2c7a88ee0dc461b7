import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { asc, eq } from "drizzle-orm";
import { POST } from "@/app/api/providers/[provider]/reports/route";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payouts } from "@/db/schema/payouts";
import { sandboxPayments } from "@/db/schema/sandbox_payments";
import type { RecipientActor } from "@/lib/actor";
import { submitPayout } from "@/lib/payments/attempts";
import { workOnDueAttempt } from "@/lib/payments/hand-over";
import type { Report } from "@/lib/payments/providers/provider";
import { reportDueSandboxPayment } from "@/lib/payments/providers/sandbox-reporting";
import { signReport } from "@/lib/payments/providers/sandbox-webhook";
import { exampleAccount } from "@/scripts/docs/sandbox-page";
import { createOrganization, createPayout, createUser, type Organization } from "./factories";

export const holder = "Ada Byron of Secret Street";
const routingNumber = "021000021";

export const recipientOf = ({
  organizationId,
  id,
  linkVersion,
}: {
  organizationId: string;
  id: string;
  linkVersion: number;
}): RecipientActor => ({ type: "recipient", organizationId, payoutId: id, linkVersion, requestId: "recipient" });

/** A payout whose recipient has just chosen an account with this ending. */
export async function submitted(ending: string, given?: Organization) {
  const organization = given ?? (await createOrganization());
  const payout = await createPayout(organization, { createdAt: new Date(Date.now() - 3_600_000) });
  await submitPayout(recipientOf(payout), "us_account", {
    holder,
    routing_number: routingNumber,
    account_number: exampleAccount(ending),
  });
  return { organization, payout, admin: await createUser(organization), attempt: await lastAttempt(payout) };
}

export const attemptsOf = ({ id }: { id: string }) =>
  db.select().from(payoutAttempts).where(eq(payoutAttempts.payoutId, id)).orderBy(asc(payoutAttempts.number));
export const lastAttempt = async (payout: { id: string }) => (await attemptsOf(payout)).at(-1)!;
export const payoutNow = async ({ id }: { id: string }) =>
  (await db.select().from(payouts).where(eq(payouts.id, id)))[0]!;
export const emailsAbout = ({ id }: { id: string }) =>
  db
    .select({ kind: emails.kind, ordinal: emails.ordinal })
    .from(emails)
    .where(eq(emails.payoutId, id))
    .orderBy(asc(emails.ordinal));
export const moved = () =>
  db.select({ id: sandboxPayments.id, outcome: sandboxPayments.outcome }).from(sandboxPayments);

/** Makes everything due now that waits for a later time. */
export async function timePasses() {
  await db.update(payoutAttempts).set({ nextAttemptAt: new Date(0) });
  await db.update(sandboxPayments).set({ nextAttemptAt: new Date(0) });
}

/** Hands over everything that is due, or asks about it. */
export async function handOverAll(requestId = "worker") {
  while ((await workOnDueAttempt(requestId)) > 0);
}

/** Lets the sandbox post all its reports, one after another, without waiting. */
export async function reportAll() {
  for (let worked = 1; worked > 0; worked = await reportDueSandboxPayment())
    await db.update(sandboxPayments).set({ nextAttemptAt: new Date(0) });
}

export const routeOf = (provider: string) => ({ params: Promise.resolve({ provider }) });

/** Posts a report to the portal's route as the sandbox would, or, with `changed`, as somebody else. */
export function post(
  report: Report,
  {
    at = new Date(),
    provider = "sandbox",
    changed = {},
  }: { at?: Date; provider?: string; changed?: Record<string, string> } = {},
) {
  const { headers, body } = signReport(report, at);
  const request = new Request("http://127.0.0.1/api/providers/sandbox/reports", {
    method: "POST",
    headers: { ...headers, ...changed },
    body,
  });
  return POST(request, routeOf(provider));
}

/** The portal's route behind a real HTTP server, with everything posted to it; PORTAL_URL points there. */
export async function startPortal() {
  const posted: { path: string; status: number }[] = [];
  const answers: (() => number | undefined)[] = [];
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "";
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const instead = answers.shift()?.();
      const request = new Request(`http://127.0.0.1${path}`, {
        method: "POST",
        headers: incoming.headers as Record<string, string>,
        body: Buffer.concat(chunks),
      });
      const status = instead ?? (await POST(request, routeOf(path.split("/")[3] ?? ""))).status;
      posted.push({ path, status });
      outgoing.writeHead(status).end();
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  process.env.PORTAL_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => new Promise<void>((resolve) => (server.closeAllConnections(), server.close(() => resolve())));
  return { posted, answers, close };
}
