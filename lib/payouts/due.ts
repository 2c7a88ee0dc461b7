import type { SQL } from "drizzle-orm";
import { db } from "@/db/client";

/**
 * Reads which payouts are due, without locking them: whether each still is, its transition decides.
 * @param due selects `organization_id` and `id`
 * @returns the ids by organization, so that each statement that writes names one
 */
export async function dueByOrganization(due: SQL): Promise<Map<string, string[]>> {
  const rows = await db.execute<{ organization_id: string; id: string }>(due);
  const ids = new Map<string, string[]>();
  for (const { organization_id: organizationId, id } of rows) {
    const known = ids.get(organizationId);
    if (known) known.push(id);
    else ids.set(organizationId, [id]);
  }
  return ids;
}
