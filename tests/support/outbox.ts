import { and, eq, sql } from "drizzle-orm";
import { afterEach } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { deliverDueEmail } from "@/lib/emails/delivery";
import { createEmail, createOrganization, createPayout } from "./factories";
import { startMailServer } from "./mail-server";

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

/** A mail server that is closed when the test ends. */
export async function mailServer(behaviour: Parameters<typeof startMailServer>[0] = {}) {
  const server = await startMailServer(behaviour);
  close = server.close;
  return server;
}

export async function queuedEmail(payoutOverrides = {}, emailOverrides = {}) {
  const organization = await createOrganization();
  const payout = await createPayout(organization, payoutOverrides);
  return { organization, payout, email: await createEmail(payout, { status: "queued", ...emailOverrides }) };
}

export const reread = async (email: { id: string }) =>
  (await db.select().from(emails).where(eq(emails.id, email.id)))[0]!;
export const eventsOf = (payoutId: string, name: string) =>
  db
    .select()
    .from(events)
    .where(and(eq(events.payoutId, payoutId), eq(events.name, name)));

/** Ends the lease, as the next worker would see it. */
export const leaseRunsOut = (email: { id: string }) =>
  db
    .update(emails)
    .set({ nextAttemptAt: new Date(0) })
    .where(eq(emails.id, email.id));

const due = sql`${emails.status} = 'queued' and ${emails.nextAttemptAt} <= now()`;

/** Serves until nothing is due. */
export async function deliverAll() {
  while ((await db.$count(emails, due)) > 0) await deliverDueEmail("test");
}
