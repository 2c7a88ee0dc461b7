import { asc, eq } from "drizzle-orm";
import { db, keepingPlans } from "@/db/client";
import { extraColumns as table } from "@/db/schema/extra_columns";
import type { Actor } from "@/lib/actor";
import type { OwnColumn } from "./columns";

/** The columns that the files of the actor's organization have brought, in its order. */
export const extraColumns = (actor: Actor): Promise<OwnColumn[]> => columnsOf(actor.organizationId);

/** The same of any organization, for a recipient's link, which has no actor yet. */
export const columnsOf = (organizationId: string): Promise<OwnColumn[]> =>
  keepingPlans(db)
    .select()
    .from(table)
    .where(eq(table.organizationId, organizationId))
    .orderBy(asc(table.position), asc(table.key));
