import { parse } from "csv-parse/sync";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db, transaction, type Tx } from "@/db/client";
import { events, refusedNames } from "@/db/schema/events";
import type { UserActor } from "@/lib/actor";
import { auditCsv } from "@/lib/audit/csv";
import type { AuditFilter } from "@/lib/audit/filter";
import { listEvents } from "@/lib/audit/queries";
import { recordEvents } from "@/lib/events";
import { eventNames, type EventName } from "@/lib/events-table";
import { cancelPayout } from "@/lib/payouts/mutations";
import { recordOpened } from "@/lib/redemptions/mutations";
import { databaseNow } from "@/lib/time";
import { changeUser } from "@/lib/users/mutations";
import { recordDenied, recordDownload } from "@/lib/web/access-events";
import { actorOfLink } from "@/lib/web/link-actor";
import { endSessionOf } from "@/lib/web/session-actor";
import { signInWith } from "@/lib/web/sign-in/credentials";
import { sealEverything, tamper, verified } from "@/tests/support/chain";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { tokenOf } from "@/tests/support/recipients";

useDatabase();

const from = { address: "203.0.113.9", device: "Firefox on Linux" };

const asking = { peer: from.address, deviceWords: from.device, device: undefined };
const password = "correct horse battery";
const email = "ada@example.com";

/** One of everything that somebody asks for: signing in and out, being refused, paying out, changing, taking out. */
async function everythingOnce() {
  const organization = await createOrganization();
  const user = await createUser(organization, { password, email });
  const admin: UserActor = { ...user.actor, from };
  const other = await createUser(organization, { role: "viewer" });
  await signInWith({ ...asking, address: email }, "wrong", "refused");
  const session = await signInWith({ ...asking, address: email }, password, "signs in");
  if (!session || !("sessionId" in session)) throw new Error("no session");
  await endSessionOf(session, "signs out", from);
  await recordDenied({ ...other.actor, from }, "/admin/users?page=2");
  await changeUser(admin, other.id, { role: "admin" });
  await recordDownload(admin, { name: "payouts.exported", data: { list: "/payouts" } });
  const payout = await createPayout(organization);
  const recipient = await actorOfLink(tokenOf(payout), "opens", from);
  await recordOpened(recipient!);
  await cancelPayout(admin, payout.id, "no longer owed");
  return { organization, admin, other, payout };
}

describe("an event says from where it was asked for:", () => {
  it("sign-ins, refusals, changes, exports and what recipients do; what nobody asked for has no address", async () => {
    const { organization } = await everythingOnce();
    const happened = await db.select().from(events).where(eq(events.organizationId, organization.id));
    const asked = happened.filter(({ actorType, name }) => actorType !== "system" || name === "user.sign_in_refused");
    expect(asked.map(({ name }) => name).sort()).toEqual([
      "payout.canceled",
      "payout.opened",
      "payouts.exported",
      "user.changed",
      "user.denied",
      "user.sign_in_refused",
      "user.signed_in",
      "user.signed_out",
    ]);
    for (const { address, device, requestId } of asked) {
      expect({ address, device }).toEqual(from);
      expect(requestId).toMatch(/./);
    }
    const alone = happened.filter((event) => !asked.includes(event));
    expect(alone.map(({ address, device }) => [address, device])).toEqual(alone.map(() => [null, null]));
  });

  it("which is sealed, found out when it is changed, and goes with an erasure", async () => {
    const { organization } = await everythingOnce();
    const { id } = organization;
    await sealEverything(id);
    const which = sql`organization_id = ${id} and name = 'user.signed_out'`;
    for (const column of ["address", "device"].map((name) => sql.identifier(name))) {
      await tamper((tx) => tx.execute(sql`update events set ${column} = 'x' || ${column} where ${which}`));
      const { faults } = await verified(id);
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatch(/^block 1 changed \d+ \S+ what it says, or from where$/);
      await tamper((tx) => tx.execute(sql`update events set ${column} = substr(${column}, 2) where ${which}`));
    }
    const erased = sql`reason = null, data = null, address = null, device = null, salt = null, erased_at = now()`;
    await expect(db.execute(sql`update events set salt = null, erased_at = now() where ${which}`)).rejects.toThrow();
    await db.execute(sql`update events set ${erased} where ${which}`);
    expect(await verified(id)).toMatchObject({ faults: [], told: { erased: 1 } });
  });
});

describe("the log", () => {
  it("is narrowed to what was refused, to what was not, and to the user it was done to, in pages and as CSV", async () => {
    const { admin, other } = await everythingOnce();
    const at = { now: await databaseNow(db), timeZone: "UTC" };
    const namesUnder = async (filter: AuditFilter) => {
      const { rows } = await listEvents(admin, { filter, page: {} }, at, 50);
      const text = await new Response(auditCsv(admin, { filter }, at)).text();
      const lines: Record<string, string>[] = parse(text, { bom: true, columns: true });
      expect(lines.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
      for (const line of lines) {
        expect(line.result).toBe((refusedNames as readonly string[]).includes(line.event!) ? "refused" : "ok");
        if (line.actor_type !== "system") expect([line.address, line.device]).toEqual([from.address, from.device]);
      }
      return rows.map(({ name }) => name);
    };
    expect((await namesUnder({ result: "refused" })).sort()).toEqual(["user.denied", "user.sign_in_refused"]);
    const all = await namesUnder({});
    expect(await namesUnder({ result: "ok" })).toEqual(all.filter((name) => !/denied|refused/.test(name)));
    expect((await namesUnder({ user: other.id })).sort()).toEqual(["user.changed", "user.denied"]);
    expect(await namesUnder({ user: other.id, result: "refused", who: other.id })).toEqual(["user.denied"]);
  });

  it("knows each refusal by a name of its own", () => {
    expect(refusedNames.filter((name) => !eventNames.includes(name satisfies EventName))).toEqual([]);
  });

  it("reads what was refused, and what was done to somebody, once for the total and a page of it for the page", async () => {
    const organization = await createOrganization();
    const { actor: admin, id } = await createUser(organization);
    await db.execute(sql`
      insert into events (organization_id, id, occurred_at, name, actor_type)
      select ${organization.id}, gen_random_uuid(), now() - n * interval '1 second', 'payout.expired', 'system' from generate_series(1, 20000) n`);
    const few = 300;
    const old = { occurredAt: new Date(Date.now() - 86_400_000), userId: id };
    await recordEvents(
      db,
      { ...admin, from },
      Array.from({ length: few }, () => ({ name: "user.denied" as const, ...old })),
    );
    const at = { now: await databaseNow(db), timeZone: "UTC" };
    for (const filter of [{ result: "refused" }, { user: id }] as AuditFilter[])
      await transaction(async (tx) => {
        const before = await readRows(tx);
        expect((await listEvents(admin, { filter, page: {} }, at, 50, tx)).rows).toHaveLength(50);
        expect((await readRows(tx)) - before, JSON.stringify(filter)).toBeLessThan(few + 60);
      });
  });
});

async function readRows(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ read: string }>(
    sql`select seq_tup_read + idx_tup_fetch as read from pg_stat_xact_user_tables where relid = 'events'::regclass`,
  );
  return Number(row!.read);
}
