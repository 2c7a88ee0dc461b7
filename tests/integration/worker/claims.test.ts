import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { claimDue, type Due } from "@/lib/queue";
import { useDatabase } from "@/tests/support/database";
import { createEmail, createOrganization, createPayout } from "@/tests/support/factories";

useDatabase();

const queued: Due[] = [
  { open: sql`${emails.status} = 'queued' and ${emails.kind} = 'payout_sent'`.inlineParams(), order: "inTurn" },
];
const longest: Due[] = [{ open: queued[0]!.open, order: "longest" }];
const ago = (ms: number) => new Date(Date.now() - ms);

/** An organization with so many emails, of which the first is due longest. */
async function withEmails(count: number, since = 60_000) {
  const organization = await createOrganization();
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const payout = await createPayout(organization);
    ids.push((await createEmail(payout, { status: "queued", queuedAt: ago(since - index) })).id);
  }
  return { organization, ids };
}

test("an organization with many emails, due for long, does not keep another one's few waiting", async () => {
  const many = await withEmails(30, 3_600_000);
  const few = await withEmails(3, 1_000);
  const claimed = [];
  for (let claim = await claimDue(emails, queued); claim; claim = await claimDue(emails, queued)) claimed.push(claim);
  expect(claimed).toHaveLength(33);
  expect(claimed.slice(0, 6).filter(({ organizationId }) => organizationId === few.organization.id)).toHaveLength(3);
  const ofMany = claimed.filter(({ organizationId }) => organizationId === many.organization.id);
  expect(ofMany.map(({ id }) => id)).toEqual(many.ids);
});

test("each of more organizations than one look finds has its turn before any has a second one", async () => {
  const all = [];
  for (let made = 0; made < 24; made++) all.push(await withEmails(2));
  const turns = [];
  for (let claim = await claimDue(emails, queued); claim; claim = await claimDue(emails, queued))
    turns.push(claim.organizationId);
  expect(turns).toHaveLength(48);
  expect(new Set(turns.slice(0, 24)).size).toBe(24);
});

test.each([
  ["in turn", queued],
  ["that are due longest first", longest],
])("of forty claims %s at once, each gets a row of its own, until none is left", async (_, tiers) => {
  const ids = [...(await withEmails(12)).ids, ...(await withEmails(3)).ids, ...(await withEmails(10)).ids];
  const claims = await Promise.all(Array.from({ length: 40 }, () => claimDue(emails, tiers)));
  const got = claims.flatMap((claim) => (claim ? [claim.id] : []));
  expect(new Set(got).size).toBe(got.length);
  for (let claim = await claimDue(emails, tiers); claim; claim = await claimDue(emails, tiers)) got.push(claim.id);
  expect(got.toSorted()).toEqual(ids.toSorted());
  const rows = await db.select().from(emails);
  expect(rows.every(({ fence, attempts }) => fence === 1 && attempts === 1)).toBe(true);
});

test("a row that another transaction holds is passed over, and claimed once it is free", async () => {
  const { ids } = await withEmails(2);
  const [held, free] = ids as [string, string];
  await transaction(async (tx) => {
    await tx.select().from(emails).where(eq(emails.id, held)).for("update");
    expect(await claimDue(emails, queued)).toMatchObject({ id: free });
    expect(await claimDue(emails, queued)).toBeNull();
  });
  expect(await claimDue(emails, queued)).toMatchObject({ id: held });
});
