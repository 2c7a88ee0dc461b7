import { asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { dashboard } from "@/lib/dashboard/queries";
import type { UserActor } from "@/lib/actor";
import { createOrganization, createPayout, createUser, type Organization } from "@/tests/support/factories";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const ago = (ms: number) => new Date(Date.now() - ms);
export const reread = async (id: string) => (await db.select().from(payouts).where(eq(payouts.id, id)))[0]!;
export const all = (organization: Organization) =>
  db
    .select()
    .from(payouts)
    .where(eq(payouts.organizationId, organization.id))
    .orderBy(asc(payouts.createdAt), asc(payouts.id));
export const eventsOf = (id: string) =>
  db.select().from(events).where(eq(events.payoutId, id)).orderBy(asc(events.occurredAt), asc(events.id));
export const setUp = async (overrides: Parameters<typeof createPayout>[1] = {}) => {
  const organization = await createOrganization();
  const payout = await createPayout(organization, { status: "expired", reference: "CLM-7", ...overrides });
  return { organization, admin: (await createUser(organization)).actor, payout };
};
export const failedTile = async (actor: UserActor) => {
  const { summary } = await dashboard(actor, { now: new Date(), timeZone: actor.timeZone }, "expiring-soon");
  return summary.tiles.find(({ group }) => group === "failed")!.count;
};
