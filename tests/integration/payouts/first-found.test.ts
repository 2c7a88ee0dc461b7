import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import type { UserActor } from "@/lib/actor";
import { listPayouts } from "@/lib/payouts/queries";
import { enterIntoSearch } from "@/lib/payouts/search/entering";
import { firstFound } from "@/lib/payouts/search/first-found";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser, type Organization } from "@/tests/support/factories";

useDatabase();

const at = () => ({ now: new Date(), timeZone: "UTC" });
const dayMs = 86_400_000;

let organization: Organization;
let actor: UserActor;
beforeEach(async () => {
  organization = await createOrganization();
  ({ actor } = await createUser(organization, { role: "viewer" }));
});

const found = async (q: string) => (await firstFound(actor, q, at())).map(({ id }) => id);
const listed = async (q: string) =>
  (await listPayouts(actor, { filter: { q }, page: {} }, at())).rows.slice(0, 8).map(({ id }) => id);

test("what is found is the top of the list of the same search, by name, email, reference and id, for a viewer too", async () => {
  for (let index = 0; index < 12; index++)
    await createPayout(organization, {
      recipientName: `Ada Byron ${index}`,
      recipientEmail: `ada.${index}@example.com`,
      reference: `CLM-${index}`,
      statusChangedAt: new Date(Date.now() - index * dayMs),
    });
  const stranger = await createPayout(await createOrganization(), {
    recipientName: "Ada Byron 99",
    reference: "CLM-99",
  });
  for (const q of ["ada", "ADA byrón", "clm", "CLM-7", "ada.3@example.com", "nobody"])
    expect(await found(q), q).toEqual(await listed(q));
  expect(await found("ada")).toHaveLength(8);
  const [first] = await found("CLM-7");
  expect(await found(first!)).toEqual([first]);
  expect(await found("CLM-99")).toEqual([]);
  expect(await found(stranger.id)).toEqual([]);
});

test("a payout is shown as it stands: one past its expiry is expired, before the worker has written it", async () => {
  await createPayout(organization, { recipientName: "Ada", reference: "OLD", expiresAt: new Date(Date.now() - dayMs) });
  expect(await firstFound(actor, "old", at())).toMatchObject([{ recipientName: "Ada", status: "expired" }]);
});

test("of many matches those that changed last come first; where few of them did, others follow, so that none is missing for its age", async () => {
  const load = (name: string, count: number, { from, daysAgo }: { from: number; daysAgo: number }) =>
    db.execute(sql`insert into payouts (organization_id, id, reference, recipient_name, recipient_email, amount_minor, currency, status,
      status_changed_at, created_at, expires_at)
      select ${organization.id}::uuid, (lpad(to_hex(1764000000000 + n), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
      ${name} || '-' || n, ${name}, 'p@example.com', 100, 'USD', 'completed', now() - ${daysAgo}::int * interval '1 day' - n * interval '1 second',
      now() - interval '90 days', now() + interval '60 days' from generate_series(${from}::int, ${from + count - 1}::int) as n`);
  await load("Bea", 300, { from: 1, daysAgo: 60 });
  expect(await found("bea")).toEqual(await listed("bea"));
  while ((await enterIntoSearch(5_000)) > 0);
  await load("Cleo", 1_100, { from: 1_000, daysAgo: 1 });
  // Those that were changed last are all called otherwise.
  const names = (await firstFound(actor, "bea", at())).map(({ recipientName }) => recipientName);
  expect(names).toEqual(Array.from({ length: 8 }, () => "Bea"));
});
