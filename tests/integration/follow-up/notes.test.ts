import { and, eq, like } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { noteMentions } from "@/db/schema/note_mentions";
import { addNote, withdrawNote } from "@/lib/follow-up/notes-mutations";
import { mentionsOf, notesOf } from "@/lib/follow-up/notes-queries";
import type { Subject } from "@/lib/follow-up/subject";
import { asText } from "@/tests/support/as-text";
import { useDatabase } from "@/tests/support/database";
import { createBatch, createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { statementsOf } from "@/tests/support/statements";
import { atOnce, refused } from "@/tests/support/twenty";

useDatabase();

const kinds: Subject["kind"][] = ["payout", "batch"];

async function setUp(kind: Subject["kind"]) {
  const organization = await createOrganization();
  const record = kind === "payout" ? await createPayout(organization) : await createBatch(organization);
  const [admin, viewer] = [
    await createUser(organization, { name: "Grace Hopper", email: `grace-${uuidv7()}@example.com` }),
    await createUser(organization, { role: "viewer", name: "Ada Byron", email: `ada-${uuidv7()}@example.com` }),
  ];
  return { organization, subject: { kind, id: record.id }, admin, viewer };
}

const told = ({ kind, id }: Subject) =>
  db
    .select()
    .from(events)
    .where(and(eq(kind === "payout" ? events.payoutId : events.batchId, id), like(events.name, `${kind}.note%`)));

describe.each(kinds)("a note about a %s", (kind) => {
  test("is written by any user in one statement, newest last, and its event names it only by its id", async () => {
    const { subject, admin, viewer } = await setUp(kind);
    const [first, second] = [uuidv7(), uuidv7()];
    expect(await statementsOf(() => addNote(viewer.actor, subject, second, "The bank calls back."))).toHaveLength(1);
    await addNote(admin.actor, subject, first, "Good.");
    expect(await notesOf(viewer.actor, subject)).toMatchObject([
      { id: second, authorName: "Ada Byron", text: "The bank calls back." },
      { id: first, authorName: "Grace Hopper", text: "Good." },
    ]);
    const recorded = await told(subject);
    expect(recorded.map(({ data }) => data)).toEqual([
      { note: second, mentions: 0 },
      { note: first, mentions: 0 },
    ]);
    expect(asText(recorded)).not.toContain("bank");
  });

  test("that is sent twenty times is written once", async () => {
    const { subject, viewer, admin } = await setUp(kind);
    const id = uuidv7();
    const { refusals } = await atOnce(
      Array.from({ length: 20 }, () => addNote(viewer.actor, subject, id, `Once, @${admin.email}`)),
    );
    expect(refusals).toEqual([]);
    expect(await notesOf(admin.actor, subject)).toHaveLength(1);
    expect(await told(subject)).toHaveLength(1);
    expect((await mentionsOf(admin.actor, {})).rows).toHaveLength(1);
  });

  test("is refused and unseen in another organization", async () => {
    const { subject, viewer } = await setUp(kind);
    const stranger = (await createUser(await createOrganization())).actor;
    expect(await refused(addNote(stranger, subject, uuidv7(), "Mine?"))).toMatchObject({ code: "not_found" });
    const id = uuidv7();
    await addNote(viewer.actor, subject, id, "Ours");
    expect(await notesOf(stranger, subject)).toEqual([]);
    expect(await refused(withdrawNote(stranger, id))).toMatchObject({ code: "not_found" });
    expect(await notesOf(viewer.actor, subject)).toMatchObject([{ text: "Ours" }]);
  });

  test("mentions active users of the organization by their address, whatever stands around it, and nobody else", async () => {
    const { organization, subject, viewer, admin } = await setUp(kind);
    const former = await createUser(organization, { state: "deactivated" });
    const stranger = await createUser(await createOrganization());
    const text = `(@${admin.email.toUpperCase()}), @${former.email} @${stranger.email} x@${viewer.email}. @nobody`;
    expect(await addNote(viewer.actor, subject, uuidv7(), text)).toEqual(["Grace Hopper"]);
    const found = await mentionsOf(admin.actor, {});
    expect(found.rows).toMatchObject([{ authorName: "Ada Byron", text }]);
    for (const { actor } of [viewer, former, stranger]) expect((await mentionsOf(actor, {})).rows).toEqual([]);
  });

  test("is withdrawn by its author or an admin: text and mentions are gone, and that there was one stays", async () => {
    const { organization, subject, viewer, admin } = await setUp(kind);
    const other = await createUser(organization, { role: "viewer" });
    const [own, others] = [uuidv7(), uuidv7()];
    await addNote(viewer.actor, subject, own, `See @${admin.email}`);
    await addNote(viewer.actor, subject, others, "Wrong payout");
    expect(await refused(withdrawNote(other.actor, own))).toMatchObject({ code: "forbidden" });
    const { refusals } = await atOnce(Array.from({ length: 10 }, () => withdrawNote(viewer.actor, own)));
    expect(refusals).toEqual([]);
    await withdrawNote(admin.actor, others);
    expect(await notesOf(admin.actor, subject)).toMatchObject([
      { id: own, text: null, withdrawnByName: "Ada Byron" },
      { id: others, text: null, withdrawnByName: "Grace Hopper" },
    ]);
    expect(await db.select().from(noteMentions).where(eq(noteMentions.noteId, own))).toEqual([]);
    expect((await told(subject)).filter(({ name }) => name === `${kind}.note_withdrawn`)).toHaveLength(2);
  });
});

test("the mentions of a person are read page by page, the latest first", async () => {
  const { subject, viewer, admin } = await setUp("payout");
  for (const index of Array.from({ length: 5 }).keys())
    await addNote(viewer.actor, subject, uuidv7(), `${index} @${admin.email}`);
  const first = await mentionsOf(admin.actor, {}, 2);
  const second = await mentionsOf(admin.actor, { after: first.next! }, 2);
  const last = await mentionsOf(admin.actor, { after: second.next! }, 2);
  expect([first, second, last].flatMap(({ rows }) => rows.map(({ text }) => text[0]))).toEqual([
    "4",
    "3",
    "2",
    "1",
    "0",
  ]);
  expect([first.previous, last.next]).toEqual([null, null]);
});
