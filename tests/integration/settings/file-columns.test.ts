import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db, transaction } from "@/db/client";
import { digests } from "@/db/schema/digests";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import type { UserActor } from "@/lib/actor";
import { changeWords } from "@/lib/audit/words";
import { renderEmail } from "@/lib/emails/queries";
import { env } from "@/lib/env";
import { enterColumns } from "@/lib/payouts/extra/entering";
import { changeColumn } from "@/lib/payouts/extra/mutations";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { makeProof } from "@/lib/redemptions/proof";
import { payoutOfLink } from "@/lib/redemptions/queries";
import { databaseNow } from "@/lib/time";
import { askForDigest } from "@/lib/views/digests/mutations";
import { queueDueDigests } from "@/lib/views/digests/queueing";
import { createColumn } from "@/tests/support/column-factory";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser, createView, type Organization } from "@/tests/support/factories";
import { tokenOf } from "@/tests/support/recipients";
import { atOnce, refused, twentyAdmins } from "@/tests/support/twenty";

useDatabase();

let organization: Organization;
let actor: UserActor;
beforeEach(async () => {
  organization = await createOrganization();
  ({ actor } = await createUser(organization));
});

const labels = async () => (await extraColumns(actor)).map(({ label }) => label);
const told = () => db.select().from(events).where(eq(events.name, "organization.changed"));
const threeColumns = async () => {
  for (const [index, name] of ["Claim", "Phone", "Office"].entries())
    await createColumn(organization, name, { position: index + 1 });
  return (await extraColumns(actor)) as [Column, Column, Column];
};
type Column = Awaited<ReturnType<typeof extraColumns>>[number];
const wanted = { label: "Claim", place: 1, shownToRecipients: false, personal: true };

describe("a column of an organization's own", () => {
  it("that a file brings is called as no other one is, also where long names begin alike", async () => {
    const [claim] = await threeColumns();
    await changeColumn(actor, claim.id, { ...wanted, label: "Department" }, 0);
    const long = "The name of a column that is longer than a label may be, and then says";
    const brought = ["department", `${long} one thing`, `${long} another thing`].map((name) => ({ key: name, name }));
    const columns = brought.map((column, index) => ({ ...column, key: `key_${index}`, index }));
    await transaction((tx) => enterColumns(tx, organization.id, columns));
    const all = await labels();
    expect(new Set(all.map((label) => label.toLowerCase())).size).toBe(6);
    expect(all.slice(3)).toEqual([
      "department 2",
      `${long.slice(0, 60).trimEnd()}`,
      `${long.slice(0, 58).trimEnd()} 2`,
    ]);
    expect(Math.max(...all.map((label) => label.length))).toBeLessThanOrEqual(60);
  });

  it("gets a name, a place and readers, told once in the audit log; repeated, nothing happens", async () => {
    const [claim] = await threeColumns();
    const change = { label: "Claim number", place: 3, shownToRecipients: true, personal: false };
    expect(await changeColumn(actor, claim.id, change, 0)).toBe(true);
    expect(await labels()).toEqual(["Phone", "Office", "Claim number"]);
    expect(await changeColumn(actor, claim.id, change, 0)).toBe(false);
    const [event, ...others] = await told();
    expect(others).toEqual([]);
    expect(changeWords({ ...event!, fromStatus: null, toStatus: null }, "UTC")).toBe(
      "Column of files: Claim, place 1, not shown to recipients, personal → Claim number, place 3, shown to recipients, not personal",
    );
    expect(await extraColumns(actor)).toMatchObject([{}, {}, { key: "claim", name: "Claim", label: "Claim number" }]);
  });

  it("moves up too, and no further than the end", async () => {
    const [claim, , office] = await threeColumns();
    await changeColumn(actor, office.id, { ...wanted, label: "Office", place: 1 }, 0);
    expect(await labels()).toEqual(["Office", "Claim", "Phone"]);
    await changeColumn(actor, claim.id, { ...wanted, place: 99 }, 0);
    expect(await labels()).toEqual(["Office", "Phone", "Claim"]);
  });

  it("changes once when twenty admins change it at once; the others are told", async () => {
    const [claim] = await threeColumns();
    const admins = await twentyAdmins(organization);
    const { done, refusals } = await atOnce(
      admins.map((admin, index) => changeColumn(admin.actor, claim.id, { ...wanted, label: `Name ${index}` }, 0)),
    );
    expect([done, refusals.length]).toEqual([[true], 19]);
    expect(refusals[0]).toMatchObject({ code: "conflict" });
    expect(await told()).toHaveLength(1);
  });

  it("cannot have the name of another, and is not for viewers or other organizations", async () => {
    const [claim] = await threeColumns();
    expect(await refused(changeColumn(actor, claim.id, { ...wanted, label: "PHONE" }, 0))).toMatchObject({
      code: "invalid",
      field: "label",
    });
    const viewer = (await createUser(organization, { role: "viewer" })).actor;
    expect(await refused(changeColumn(viewer, claim.id, wanted, 0))).toMatchObject({ code: "forbidden" });
    const stranger = (await createUser(await createOrganization())).actor;
    expect(await refused(changeColumn(stranger, claim.id, wanted, 0))).toMatchObject({ code: "not_found" });
    expect(await told()).toEqual([]);
  });
});

describe("a recipient", () => {
  it("sees the columns that the organization shows: personal ones, and all beside an answer, after the proof alone", async () => {
    await createColumn(organization, "Claim", { shownToRecipients: true, label: "Your claim", personal: false });
    await createColumn(organization, "Phone", { shownToRecipients: true, position: 2 });
    await createColumn(organization, "Office");
    const extra = { claim: "4711", phone: "555", office: "7" };
    const payout = await createPayout(organization, { extra });
    const [claim, phone] = [
      { key: "claim", label: "Your claim", text: "4711" },
      { key: "phone", label: "Phone", text: "555" },
    ];
    const proof = makeProof({ payoutId: payout.id, linkVersion: payout.linkVersion }, await databaseNow(db));
    const shown = (await payoutOfLink(tokenOf(payout), proof.value))!;
    expect([shown.verified, shown.extra]).toEqual([true, [claim, phone]]);
    expect((await payoutOfLink(tokenOf(payout)))!.extra).toEqual([claim]);
    const withAnswer = await createPayout(organization, { extra, verificationAnswer: "kept" });
    expect((await payoutOfLink(tokenOf(withAnswer)))!.extra).toEqual([]);
  });
});

describe("a digest", () => {
  const letterOf = async (query: string) => {
    const view = await createView(organization, { name: "List", query });
    await askForDigest(actor, view.id, "morning");
    await db.update(digests).set({ dueAt: new Date(0) });
    await queueDueDigests(10);
    const [email] = await db.select().from(emails).where(eq(emails.aboutId, view.id));
    return { view, ...(await renderEmail(actor, email!.id)).letter! };
  };

  beforeEach(async () => {
    await createColumn(organization, "Department", { personal: false });
    await createColumn(organization, "Phone");
    await createPayout(organization, { status: "completed", extra: { department: "Claims", phone: "555-0100" } });
  });

  it("says what stands in columns that are not personal, and nothing of the others", async () => {
    const { text, html } = await letterOf("?group=completed");
    expect(text).toContain("Department Claims");
    expect(text + html).not.toContain("555-0100");
  });

  it("of a list that asks for a personal text has it neither in words nor in an address", async () => {
    const { view, text, html } = await letterOf("?x.department=Claims&x.phone=555-0100");
    expect(text).toContain("Department is “Claims” and Phone is one text");
    expect(text + html).not.toContain("555-0100");
    expect(text).toContain(`${env().PORTAL_URL}/payouts/views/${view.id}`);
  });
});
