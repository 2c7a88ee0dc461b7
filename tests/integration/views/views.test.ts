import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { savedViews } from "@/db/schema/saved_views";
import type { UserActor } from "@/lib/actor";
import { readQuery } from "@/lib/views/address";
import {
  chooseDefaultView,
  deleteView,
  mostViews,
  renameView,
  saveView,
  shareView,
  updateView,
} from "@/lib/views/mutations";
import { getView, listViews, viewCounts } from "@/lib/views/queries";
import { useDatabase } from "@/tests/support/database";
import {
  createOrganization,
  createPayout,
  createUser,
  createView,
  type Organization,
  type User,
} from "@/tests/support/factories";

useDatabase();

let organization: Organization;
let admin: User;
let viewer: User;
let colleague: UserActor;
let stranger: UserActor;

beforeEach(async () => {
  organization = await createOrganization();
  admin = await createUser(organization);
  viewer = await createUser(organization, { role: "viewer" });
  ({ actor: colleague } = await createUser(organization, { role: "viewer" }));
  ({ actor: stranger } = await createUser(await createOrganization()));
});

const failed = "?group=failed&changed=last-30d";
const own = (name: string, query = failed) => ({ name, query, shared: false });
const namesOf = async (actor: UserActor) => (await listViews(actor)).map(({ name }) => name);
const told = async () => {
  const rows = await db.select().from(events).where(eq(events.organizationId, organization.id)).orderBy(events.id);
  return rows.map(({ name, data }) => [name, data]);
};

test("a view keeps filter and order of a list, without its page, and its address is the list's own", async () => {
  const id = await saveView(
    viewer.actor,
    own("Mine", "?sort=-created&after=1_0190a0b0-0000-7000-8000-000000000000&group=failed"),
  );
  expect(await getView(viewer.actor, id)).toEqual({
    id,
    name: "Mine",
    query: "?group=failed&sort=-created",
    shared: false,
    isDefault: false,
  });
});

test("own views are seen by their owner alone, shared ones by everybody of the organization", async () => {
  const mine = await saveView(viewer.actor, own("B mine"));
  const shared = await saveView(admin.actor, { ...own("A shared"), shared: true });
  expect(await namesOf(viewer.actor)).toEqual(["B mine", "A shared"]);
  expect(await namesOf(colleague)).toEqual(["A shared"]);
  expect(await namesOf(stranger)).toEqual([]);
  for (const [actor, id] of [
    [colleague, mine],
    [admin.actor, mine],
    [stranger, shared],
    [stranger, mine],
  ] as const) {
    for (const act of [
      () => getView(actor, id),
      () => renameView(actor, id, "X"),
      () => updateView(actor, id, failed),
      () => deleteView(actor, id),
      () => chooseDefaultView(actor, id),
    ])
      await expect(act()).rejects.toMatchObject({ code: "not_found" });
  }
});

test("only admins share a view, and only admins change a shared one", async () => {
  await expect(saveView(viewer.actor, { ...own("Ours"), shared: true })).rejects.toMatchObject({ code: "forbidden" });
  const mine = await saveView(viewer.actor, own("Mine"));
  await expect(shareView(viewer.actor, mine)).rejects.toMatchObject({ code: "forbidden" });
  const id = await saveView(admin.actor, own("Ours"));
  await shareView(admin.actor, id);
  await expect(shareView(admin.actor, id)).rejects.toMatchObject({ code: "conflict" });
  for (const act of [
    () => renameView(viewer.actor, id, "X"),
    () => updateView(viewer.actor, id, failed),
    () => deleteView(viewer.actor, id),
  ])
    await expect(act()).rejects.toMatchObject({ code: "forbidden" });
  const second = await createUser(organization);
  expect(await renameView(second.actor, id, "Ours, renamed")).toBe("Ours, renamed");
  expect(await deleteView(second.actor, id)).toBe("Ours, renamed");
});

test("saving, renaming, updating, sharing and deleting are each told once in the audit log, and nothing is told twice", async () => {
  const id = await saveView(admin.actor, own("One"));
  await renameView(admin.actor, id, "Two");
  await renameView(admin.actor, id, "Two");
  await updateView(admin.actor, id, "?group=completed");
  await updateView(admin.actor, id, "?group=completed");
  await shareView(admin.actor, id);
  await deleteView(admin.actor, id);
  await expect(deleteView(admin.actor, id)).rejects.toMatchObject({ code: "not_found" });
  expect(await told()).toEqual([
    ["view.saved", { view: "One", list: failed, shared: false }],
    ["view.renamed", { view: "Two", from: "One", shared: false }],
    ["view.updated", { view: "Two", from: failed, to: "?group=completed", shared: false }],
    ["view.shared", { view: "Two", list: "?group=completed" }],
    ["view.deleted", { view: "Two", list: "?group=completed", shared: true }],
  ]);
});

test("of two who save a name at once one has it, and the other is told; capitals make no other name", async () => {
  const second = await createUser(organization);
  const both = await Promise.allSettled(
    [admin, second].map(({ actor }) => saveView(actor, { ...own("Month end"), shared: true })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.find((one) => one.status === "rejected")).toMatchObject({
    reason: { code: "invalid", field: "name", message: expect.stringContaining("“Month end”") },
  });
  expect((await told()).map(([name]) => name)).toEqual(["view.saved"]);
  await saveView(admin.actor, own("month END"));
  const other = await saveView(admin.actor, own("Other"));
  for (const act of [() => saveView(admin.actor, own("Month end")), () => renameView(admin.actor, other, "MONTH END")])
    await expect(act()).rejects.toMatchObject({ code: "invalid", field: "name" });
  const mine = (await listViews(admin.actor)).find(({ name }) => name === "month END")!;
  await expect(shareView(admin.actor, mine.id)).rejects.toMatchObject({ code: "invalid", field: "name" });
  await saveView(second.actor, own("Month end"));
});

test("a person has fifty views at most, and an organization shares fifty, also when many are saved at once", async () => {
  for (let index = 0; index < mostViews - 1; index++) {
    await createView(organization);
    await createView(organization, { ownerId: admin.id });
  }
  for (const shared of [true, false]) {
    const five = await Promise.allSettled(
      [1, 2, 3, 4, 5].map((index) => saveView(admin.actor, { ...own(`Last ${index}`), shared })),
    );
    expect(five.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(five.find((one) => one.status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
  }
  await saveView(viewer.actor, own("Of another person"));
  const [mine] = await listViews(admin.actor);
  await expect(shareView(admin.actor, mine!.id)).rejects.toMatchObject({ code: "conflict" });
  expect(await listViews(admin.actor)).toHaveLength(2 * mostViews);
});

test("a name that nobody can see, a list that cannot be read and the list of all payouts are not saved", async () => {
  const refused = [
    own(" \u200b"),
    own("x".repeat(81)),
    own("X", "?nonsense=1"),
    own("X", ""),
    own("X", "?amount_min=5"),
  ];
  for (const view of refused) await expect(saveView(viewer.actor, view)).rejects.toMatchObject({ code: "invalid" });
  const id = await saveView(viewer.actor, own("Good"));
  await expect(updateView(viewer.actor, id, "?nonsense=1")).rejects.toMatchObject({ code: "invalid" });
  expect((await getView(viewer.actor, id)).query).toBe(failed);
});

test("a default is one view of each person, and goes with the view", async () => {
  const mine = await saveView(viewer.actor, own("Mine"));
  const shared = await saveView(admin.actor, { ...own("Ours"), shared: true });
  const defaultOf = async (actor: UserActor) => (await listViews(actor)).find(({ isDefault }) => isDefault)?.name;
  await chooseDefaultView(viewer.actor, mine);
  await chooseDefaultView(viewer.actor, shared);
  await chooseDefaultView(admin.actor, shared);
  expect([await defaultOf(viewer.actor), await defaultOf(admin.actor), await defaultOf(colleague)]).toEqual([
    "Ours",
    "Ours",
    undefined,
  ]);
  await chooseDefaultView(admin.actor, null);
  expect([await defaultOf(viewer.actor), await defaultOf(admin.actor)]).toEqual(["Ours", undefined]);
  const racing = await Promise.allSettled([chooseDefaultView(colleague, shared), deleteView(admin.actor, shared)]);
  expect(racing[1]).toMatchObject({ status: "fulfilled" });
  expect(await defaultOf(viewer.actor)).toBeUndefined();
});

test("counts are those of the lists, none for a view that cannot be read, and none of another person's views", async () => {
  await createPayout(organization, { recipientName: "Ada" });
  await createPayout(organization, { recipientName: "Bea", status: "completed" });
  await createPayout(await createOrganization(), { recipientName: "Ada" });
  const ids = {
    kept: await saveView(viewer.actor, own("Kept", "?changed=last-30d")),
    searched: await saveView(viewer.actor, own("Searched", "?q=ada")),
    shared: await saveView(admin.actor, { ...own("Ours", "?group=completed"), shared: true }),
  };
  const gone = await createView(organization, { ownerId: viewer.id, query: "?gone=1&group=failed" });
  await saveView(colleague, own("Of somebody else"));
  const at = { now: new Date(), timeZone: organization.timeZone };
  expect(await viewCounts(viewer.actor, at)).toEqual({
    [ids.kept]: { count: 2, capped: false },
    [ids.searched]: { count: 1, capped: false },
    [ids.shared]: { count: 1, capped: false },
  });
  expect(readQuery(gone.query)).toMatchObject({ ok: false, readable: { group: "failed" } });
  await db.delete(savedViews).where(and(eq(savedViews.organizationId, organization.id), eq(savedViews.id, gone.id)));
});
