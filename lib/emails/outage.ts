import { and, asc, eq, gte } from "drizzle-orm";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import type { UserActor } from "../actor";
import { owedStatus } from "./status";

/** Two tries that meet no mail server are a restart; with the waits between them, three are some minutes. */
const fewestOutages = 3;

/** Since when emails of an organization wait for a mail server that cannot be used, and what the last try of the oldest of them met. */
export type MailOutage = { since: Date; why: string };

/** Null while emails leave, or none waits. */
export async function mailOutage({ organizationId }: UserActor): Promise<MailOutage | null> {
  const { outages, queuedAt, lastError } = emails;
  const waiting = and(eq(emails.organizationId, organizationId), eq(emails.status, owedStatus).inlineParams(), gte(outages, fewestOutages).inlineParams());
  const [oldest] = await db.select({ since: queuedAt, why: lastError }).from(emails).where(waiting).orderBy(asc(queuedAt)).limit(1);
  return oldest ? { since: oldest.since, why: oldest.why ?? "" } : null;
}
