import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { erasures } from "@/db/schema/erasures";
import { tellsOfExtraFilter } from "@/db/schema/events";
import { namingFilters, type Person } from "./person";

type Text = { key: string; text: string };

/**
 * Looks for filters by what a personal column of the person's payouts says (`x.phone=555`): in views, in runs, and in the
 * events of exports. What is found is looked for from now on beside name and address. A text that payouts of others say
 * too tells nothing of this person and stays.
 * @returns 0: nothing is erased yet
 */
export async function lookForFilters(tx: Tx, person: Person): Promise<number> {
  const asked = (await filtersOf(tx, person)).map(({ param, value }) => ({ param, value, ...decoded(param, value) }));
  const own = new Set((await ownOf(tx, person, asked)).map(spelled));
  const naming = asked.filter((one) => own.has(spelled(one)));
  if (naming.length === 0) return 0;
  await tx
    .update(erasures)
    .set({ pattern: namingFilters(person.pattern, naming) })
    .where(and(eq(erasures.organizationId, person.organizationId), eq(erasures.id, person.erasureId)));
  return 0;
}

const spelled = ({ key, text }: Text): string => JSON.stringify([key, text]);

/** As addresses have them: `param` with its “x.”, both as they are written there. */
type Written = { param: string; value: string };

const filtersOf = (tx: Tx, { organizationId }: Person) =>
  tx.execute<Written>(sql`
    select distinct found[1] as param, found[2] as value from (
      select query as said from saved_views where organization_id = ${organizationId}::uuid
      union all select filter from runs where organization_id = ${organizationId}::uuid
      union all select data::text from events where organization_id = ${organizationId}::uuid and ${tellsOfExtraFilter}
      union all select data::text from archive.events as events where organization_id = ${organizationId}::uuid and ${tellsOfExtraFilter}) as texts,
      regexp_matches(said, '[?&](x[.][^=&"]+)=([^&"]+)', 'g') as found
    where said like '%x.%'`);

function decoded(param: string, value: string): Text {
  const [[written = "", text = ""] = []] = new URLSearchParams(`${param}=${value}`);
  return { key: written.slice("x.".length), text };
}

/** Those that a payout of the person says in a personal column, and none of others. */
function ownOf(tx: Tx, { organizationId, erasureId }: Person, asked: readonly Text[]): Promise<Text[]> {
  const of = (texts: string[]) => sql`${sql.param(texts)}::text[]`;
  const says = sql`p.organization_id = ${organizationId}::uuid and p.extra @> jsonb_build_object(asked.key, asked.text)`;
  return tx.execute<Text>(sql`
    select key, text from unnest(${of(asked.map(({ key }) => key))}, ${of(asked.map(({ text }) => text))}) as asked (key, text)
    where not exists (select from extra_columns c where c.organization_id = ${organizationId}::uuid and c.key = asked.key and not c.personal)
      and exists (select from payouts p where ${says} and p.erasure_id = ${erasureId}::uuid)
      and not exists (select from payouts p where ${says} and p.erasure_id is distinct from ${erasureId}::uuid)`);
}
