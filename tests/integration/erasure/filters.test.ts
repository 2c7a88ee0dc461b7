import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { erasures } from "@/db/schema/erasures";
import { askForErasure } from "@/lib/erasure/mutations";
import { personOf } from "@/lib/erasure/person";
import { eraseSteps } from "@/lib/erasure/steps";
import { recordEvents } from "@/lib/events";
import { toQuery } from "@/lib/lists/params";
import { useDatabase } from "@/tests/support/database";
import { eventBlocks } from "@/tests/support/event-blocks";
import { createColumn } from "@/tests/support/column-factory";
import { daysAgo } from "@/tests/support/old-world";
import { asked, ended, mobile, setUp } from "@/tests/support/planted-person";

useDatabase();

/** Events that say something, as emails do, in the log and in the archive. */
async function manyEvents(organizationId: string): Promise<void> {
  const some = sql`select ${organizationId}::uuid, gen_random_uuid(), now(), 'email.sent', 'system'::actor_type,
    '{"kind": "payout_reminder", "ordinal": 1}'::jsonb, gen_random_uuid(), '\\x00'::bytea, nextval('event_sequence') from generate_series(1, 20000)`;
  for (const table of [sql`events`, sql`archive.events`])
    await db.execute(sql`
      insert into ${table} (organization_id, id, occurred_at, name, actor_type, data, salt, content_hash, sequence) ${some}`);
}

test("an erasure finds the filters of all events without reading the others, also in the archive", async () => {
  const { organization, actor, system } = await setUp();
  await createColumn(organization, "Mobile");
  await ended(organization, { extra: { mobile } });
  const lists = ["status=canceled", "currency=USD"].map(
    (first) => `/payouts?${first}&${toQuery({ "x.mobile": mobile }).slice(1)}`,
  );
  await transaction((tx) =>
    recordEvents(
      tx,
      system,
      lists.map((list) => ({ name: "payouts.exported", occurredAt: daysAgo(1), data: { list } }) as const),
    ),
  );
  await db.execute(sql`insert into archive.events select * from events where data->>'list' = ${lists[1]}`);
  await manyEvents(organization.id);
  const id = await askForErasure(actor, asked);
  const erasure = async () => (await db.select().from(erasures).where(eq(erasures.id, id)))[0]!;
  const person = personOf(await erasure());
  const blocks = await eventBlocks(async (tx) => void (await eraseSteps[0]!(tx, person)), "archive.events");
  expect((await erasure()).pattern).toContain("x\\.mobile=");
  expect(blocks).toBeLessThanOrEqual(50);
});
