import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db, transaction } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { erasures } from "@/db/schema/erasures";
import { organizations } from "@/db/schema/organizations";
import { savedViews } from "@/db/schema/saved_views";
import { payouts } from "@/db/schema/payouts";
import { payoutSearch } from "@/db/schema/payout_search";
import { recordBounce } from "@/lib/emails/bounces";
import { keptTables } from "@/lib/erasure/kept";
import { askForErasure } from "@/lib/erasure/mutations";
import { personOf } from "@/lib/erasure/person";
import { personalTables } from "@/lib/erasure/personal";
import { listErasures, previewErasure } from "@/lib/erasure/queries";
import { eraseSteps } from "@/lib/erasure/steps";
import { workOnDueErasure } from "@/lib/erasure/work";
import { toQuery } from "@/lib/lists/params";
import { foldPayoutCounts } from "@/lib/payouts/counts/fold";
import { payoutCountDifferences } from "@/lib/payouts/counts/rebuild";
import { reissuePayout } from "@/lib/payouts/reissue";
import { enterIntoSearch } from "@/lib/payouts/search/entering";
import { findPayouts } from "@/lib/payouts/search/found";
import { sealEverything, verified } from "@/tests/support/chain";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createEmail,
  createOrganization,
  createPayout,
  createRefusedRow,
  createUser,
} from "@/tests/support/factories";
import { daysAgo } from "@/tests/support/old-world";
import {
  address,
  asked,
  ended,
  mobile,
  name,
  placesOf,
  planted,
  setUp,
  textColumns,
} from "@/tests/support/planted-person";

useDatabase();

async function workThrough(): Promise<void> {
  while ((await workOnDueErasure("test")) > 0);
}

const erasureNow = async (id: string) => (await db.select().from(erasures).where(eq(erasures.id, id)))[0]!;

describe("an erasure", () => {
  it("knows every column that can hold a text, and none that is gone", async () => {
    const columns = await textColumns();
    const listed = new Set([
      ...Object.entries(personalTables).flatMap(([table, { columns: own }]) =>
        Object.keys(own).map((column) => `${table}.${column}`),
      ),
      ...Object.entries(keptTables).flatMap(([table, { columns: own }]) => own.map((column) => `${table}.${column}`)),
    ]);
    const there = new Set(columns.map(({ table, column }) => `${table}.${column}`));
    expect([...there].filter((column) => !listed.has(column))).toEqual([]);
    // A status and a fence are no texts.
    expect([...listed].filter((column) => !there.has(column))).toEqual(["emails.status", "emails.fence"]);
  });

  it("leaves the person in no column of any table, and counts, references and the chain as they were", async () => {
    const { organization, actor, payout } = await planted();
    const escaped = "O'Kafor";
    expect((await placesOf(asked, escaped)).length).toBeGreaterThan(30);
    const written = new URLSearchParams({ "x.mobile": mobile }).toString();
    expect(await placesOf(written)).toEqual(["archive.events.data", "public.runs.filter", "public.saved_views.query"]);
    const id = await askForErasure(actor, asked);
    await workThrough();
    expect(await placesOf(asked, escaped, encodeURIComponent(asked), mobile, written)).toEqual([]);
    expect((await db.select().from(savedViews)).map(({ query }) => query)).toContainEqual(
      expect.stringMatching(/^\?status=canceled&x\.mobile=erased-\w+&x\.claim=4711$/),
    );
    expect(await erasureNow(id)).toMatchObject({ address: null, pattern: null, payoutCount: 1 });
    const [kept] = await db.select().from(payouts).where(eq(payouts.id, payout.id));
    expect(kept).toMatchObject({
      recipientEmail: expect.stringMatching(/@erased\.invalid$/),
      status: "canceled",
      amountMinor: payout.amountMinor,
      batchId: payout.batchId,
      extra: {
        phone: "Erased",
        mobile: "Erased",
        memo: expect.stringMatching(/^call erased-\w+ or erased-\w+$/),
        claim: "4711",
      },
    });
    await foldPayoutCounts(10_000);
    expect(await payoutCountDifferences(organization.id)).toEqual([]);
    await sealEverything(organization.id);
    expect((await verified(organization.id)).faults).toEqual([]);
    await enterIntoSearch(100);
    const [entry] = await db.select().from(payoutSearch).where(eq(payoutSearch.payoutId, payout.id));
    expect(entry?.text).toContain("erased.invalid");
    expect((await db.select().from(emails)).filter(({ status }) => status === "queued")).toEqual([]);
  });

  it("leaves a filter by a text that payouts of others say too, and by one that is not personal", async () => {
    const { organization, actor } = await planted();
    await createPayout(organization, { extra: { mobile } });
    await askForErasure(actor, asked);
    await workThrough();
    expect((await db.select().from(savedViews)).map(({ query }) => query)).toContain(
      toQuery({ status: "canceled", "x.mobile": mobile, "x.claim": "4711" }),
    );
  });

  it("leaves others alone, also a namesake and another organization", async () => {
    const { organization, actor } = await planted();
    const namesake = await createPayout(organization, { recipientName: name, recipientEmail: "other@example.com" });
    const neighbour = await createPayout(await createOrganization(), { recipientName: name, recipientEmail: address });
    await askForErasure(actor, asked);
    await workThrough();
    for (const one of [namesake, neighbour])
      expect((await db.select().from(payouts).where(eq(payouts.id, one.id)))[0]).toEqual(one);
  });

  it("is refused while a payout is open, while a row waits, and before the wait is over, and says what to do", async () => {
    const { organization, actor } = await setUp();
    const refusal = async () => (await previewErasure(actor, asked)).refusal;
    expect(await refusal()).toContain("No payout and no refused row");
    const open = await createPayout(organization, { recipientEmail: address });
    expect(await refusal()).toContain("1 payout of this person can still be paid");
    await expect(askForErasure(actor, asked)).rejects.toThrow("Nothing was erased.");
    await db
      .update(payouts)
      .set({ status: "canceled", statusChangedAt: daysAgo(5) })
      .where(eq(payouts.id, open.id));
    const row = await createRefusedRow(await createBatch(organization, { refusedCount: 1 }), {
      values: { email: address },
    });
    expect(await refusal()).toContain("waits for a repair");
    await db.execute(sql`update refused_rows set resolved_at = now(), set_aside_reason = 'no' where id = ${row.id}`);
    await db.update(organizations).set({ erasureWaitDays: 30 });
    expect(await refusal()).toContain("keeps personal data until");
    await db.update(organizations).set({ erasureWaitDays: 4 });
    expect(await refusal()).toBeNull();
  });

  it("is for admins alone", async () => {
    const { organization } = await setUp();
    const { actor } = await createUser(organization, { role: "viewer" });
    await expect(askForErasure(actor, asked)).rejects.toThrow("Only admins");
    await expect(previewErasure(actor, asked)).rejects.toThrow("Only admins");
    await expect(listErasures(actor)).rejects.toThrow("Only admins");
  });

  it("that is asked for twice at once is one", async () => {
    const { organization, actor } = await setUp();
    await ended(organization);
    const ids = await Promise.all(Array.from({ length: 6 }, () => askForErasure(actor, asked)));
    expect(new Set(ids).size).toBe(1);
    expect(await listErasures(actor)).toHaveLength(1);
  });

  it.each(eraseSteps.map((_, step) => step))("whose worker dies at step %i goes on where it was", async (step) => {
    const { actor } = await planted();
    const id = await askForErasure(actor, asked);
    for (let done = 0; done < step; done++) {
      const erasure = await erasureNow(id);
      await transaction((tx) => eraseSteps[done]!(tx, personOf(erasure)));
      // The last of these was done, and its worker died before the place was kept: it is done again.
      if (done < step - 1) await db.update(erasures).set({ stepsDone: done + 1 });
    }
    await workThrough();
    expect(await placesOf(asked, "O'Kafor")).toEqual([]);
    expect((await erasureNow(id)).endedAt).not.toBeNull();
  });

  it("leaves a payout in the search, though the worker enters payouts between its steps", async () => {
    const { actor, payout } = await planted();
    await enterIntoSearch(100);
    const id = await askForErasure(actor, asked);
    for (const [done, step] of eraseSteps.entries()) {
      const erasure = await erasureNow(id);
      await transaction((tx) => step(tx, personOf(erasure)));
      await db.update(erasures).set({ stepsDone: done + 1 });
      while ((await enterIntoSearch(100)) > 0);
    }
    await workThrough();
    expect((await findPayouts(actor, "4711")).ids).toEqual([payout.id]);
  });

  it("leaves a payout that is created meanwhile as it is: it is a new one", async () => {
    const { organization, actor } = await setUp();
    await ended(organization);
    await askForErasure(actor, asked);
    const later = await createPayout(organization, { recipientEmail: address });
    await workThrough();
    expect((await db.select().from(payouts).where(eq(payouts.id, later.id)))[0]).toEqual(later);
  });

  it("gives the same person the same name each time", async () => {
    const { organization, actor } = await setUp();
    for (const reference of ["A", "B"]) {
      await ended(organization, { reference });
      await askForErasure(actor, asked);
      await workThrough();
    }
    const found = await db.select({ name: payouts.recipientName, email: payouts.recipientEmail }).from(payouts);
    expect(found).toHaveLength(2);
    expect(found[0]).toEqual(found[1]);
  });

  it("keeps a payout from being replaced, from the moment it is asked for", async () => {
    const { organization, actor } = await setUp();
    const payout = await ended(organization);
    await askForErasure(actor, asked);
    await expect(reissuePayout(actor, payout.id)).rejects.toThrow("were erased");
  });

  it("is not undone by an email that comes back later", async () => {
    const { organization, actor } = await setUp();
    const email = await createEmail(await ended(organization));
    await askForErasure(actor, asked);
    await workThrough();
    await recordBounce(actor, email.id, `550 ${asked}: no such mailbox`);
    expect(await placesOf(asked)).toEqual([]);
  });
});
