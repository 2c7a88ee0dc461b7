import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { closeDb, copyOut, db, listen, transaction } from "@/db/client";
import type { Cluster } from "@/db/embedded/cluster";
import { migrate, reasonOf } from "@/db/migrate";
import { askForErasure } from "@/lib/erasure/mutations";
import { workOnDueErasure } from "@/lib/erasure/work";
import { cancelPayout, resendPayout } from "@/lib/payouts/mutations";
import { queueTable, type Queue } from "@/lib/worker/queues";
import { Random } from "@/scripts/demo-data/random";
import { applicationRole } from "@/scripts/database/make-roles";
import { created, manyRows, file } from "@/tests/support/batch-files";
import { startThrowAwayCluster } from "@/tests/support/cluster";
import { sealEverything, verified } from "@/tests/support/chain";
import { createPayout, createUser } from "@/tests/support/factories";
import { createOldWorld, daysAgo, rowsIn } from "@/tests/support/old-world";
import { mailServer } from "@/tests/support/outbox";
import { handOverAll, payoutNow, reportAll, startPortal, submitted } from "@/tests/support/payments";

const secret = "Äpfel-free pass'word/1";
const password = secret.replace("Ä", "A");
let cluster: Cluster;
let owner: string;
let application: string;

function as(user: string, word = password): string {
  const url = new URL(cluster.url);
  Object.assign(url, { username: user, password: encodeURIComponent(word), pathname: "/led" });
  return url.href;
}

async function on(url: string): Promise<void> {
  await closeDb();
  process.env.DATABASE_URL = url;
}

beforeAll(async () => {
  cluster = await startThrowAwayCluster();
  [owner, application] = [as("boss"), as("portal")];
  await on(cluster.url);
  await db.execute(sql.raw(`create role boss login createrole password '${password.replaceAll("'", "''")}'`));
  await db.execute(sql.raw(`create database led owner boss`));
}, 60_000);
afterAll(async () => {
  await closeDb();
  await cluster.stop();
});

const denied = (statement: string) => db.execute(sql.raw(statement)).then(() => null, reasonOf);

describe("the roles of the database", () => {
  it("are made by an owner who is no superuser, as often as wanted, and no statement has a password", async () => {
    const sent = vi.spyOn(console, "log");
    expect(await applicationRole(owner, application)).toContain("The role portal was made.");
    expect(await applicationRole(owner, application)).toContain("The role portal was there.");
    const renewed = as("portal", "another one of 24 letters");
    expect(await applicationRole(owner, renewed)).toContain("The role portal was there, and has a new password.");
    expect(await applicationRole(owner, application)).toContain("The role portal was there, and has a new password.");
    expect(sent).not.toHaveBeenCalled();
    await on(cluster.url);
    const [kept] = await db.execute<{ kept: string }>(
      sql`select rolpassword as kept from pg_authid where rolname = 'portal'`,
    );
    expect(kept!.kept).toMatch(/^SCRAM-SHA-256\$/);
  });

  it("are refused in words when one role is to be both, when the owner may make none, and when one may too much", async () => {
    await expect(applicationRole(owner, owner)).rejects.toThrow("name one role, boss");
    await expect(applicationRole(owner, as("portal", secret))).rejects.toThrow("plain ASCII");
    await on(cluster.url);
    await db.execute(sql`alter role boss nocreaterole`);
    const refusal = await applicationRole(owner, as("second")).catch((error: Error) => error.message);
    expect(refusal).toMatch(/^The role boss may not make roles\. Let an administrator run: ALTER ROLE boss CREATEROLE/);
    expect(refusal).not.toContain(password);
    await on(cluster.url);
    await db.execute(sql`alter role boss createrole`);
    await db.execute(sql`create role second login`);
    await db.execute(sql`grant boss to second`);
    await db.execute(sql.raw(`alter role second password '${password.replaceAll("'", "''")}'`));
    await expect(applicationRole(owner, as("second"))).rejects.toThrow(
      "The role second owns the tables, may change or delete events",
    );
  });

  it("let the owner alone change the schema; the other one says what to do about migrations that are not there", async () => {
    await migrate(application, { owner });
    await on(cluster.url.replace(/\/[^/?]*(\?|$)/, "/led$1"));
    const [last] = await db.execute<{ id: number; hash: string; created_at: string }>(
      sql`delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations) returning *`,
    );
    await expect(migrate(application)).rejects.toThrow(
      "the role portal does not own the tables. Set DATABASE_OWNER_URL, and run npm run migrate",
    );
    await on(owner);
    await db.execute(
      sql`insert into drizzle.__drizzle_migrations (id, hash, created_at) values (${last!.id}, ${last!.hash}, ${last!.created_at})`,
    );
    await migrate(application);
    await db.execute(sql`select 1`);
    for (const statement of [
      "create table more (id integer)",
      "alter table events add column more text",
      "drop table events",
    ])
      expect(await denied(statement)).toMatch(/permission denied|must be owner/);
  });

  it("let the application do all that the portal and every queue of the worker do", async () => {
    await on(application);
    await mailServer();
    const world = await createOldWorld(new Random("roles"), 20);
    const { batch } = await created(world.actor, file(...manyRows(30)));
    expect(batch.createdCount).toBe(30);
    const portal = await startPortal();
    const paid = await submitted("00", world.organization);
    await handOverAll();
    await reportAll();
    await portal.close();
    expect((await payoutNow(paid.payout)).status).toBe("completed");
    const waiting = await createPayout(world.organization, { createdAt: new Date(Date.now() - 3_600_000) });
    await resendPayout(world.actor, waiting.id);
    await cancelPayout(world.actor, waiting.id, "no longer owed");
    const heard = await listen("roles", () => {});
    await heard.close();
    for (const { open, work } of Object.values<Queue>(queueTable)) while (open() && (await work("test")) > 0);
    expect((await rowsIn("archive", "events")).length).toBeGreaterThan(10);
    const gone = await createPayout(world.organization, {
      status: "canceled",
      createdAt: daysAgo(90),
      statusChangedAt: daysAgo(80),
    });
    await askForErasure(world.actor, gone.recipientEmail);
    while ((await workOnDueErasure("test")) > 0);
    expect((await payoutNow(gone)).recipientEmail).toMatch(/@erased\.invalid$/);
    await sealEverything(world.organization.id);
    expect(await verified(world.organization.id)).toMatchObject({ faults: [] });
    let copied = 0;
    const options = { deadlineMs: 8_000, signal: new AbortController().signal };
    await copyOut(sql`select id from payouts`, async (bytes) => void (copied += bytes.length), options);
    expect(copied).toBeGreaterThan(30 * 22);
    await createUser(world.organization);
  });

  it("keep the application from changing or deleting an event or a block by privilege, also where no trigger does", async () => {
    await on(cluster.url.replace(/\/[^/?]*(\?|$)/, "/led$1"));
    for (const table of ["public.events", "public.event_blocks", "archive.events"])
      await db.execute(sql.raw(`alter table ${table} disable trigger user`));
    await on(application);
    const statements = (table: string) => [
      `update ${table} set organization_id = organization_id`,
      `delete from ${table}`,
      `truncate ${table}`,
      `alter table ${table} disable trigger all`,
    ];
    expect(await denied(`select archive.erase_events(gen_random_uuid(), gen_random_uuid())`)).toMatch(
      "no such erasure is under way",
    );
    for (const table of ["public.events", "public.event_blocks", "archive.events"])
      for (const statement of statements(table))
        expect(await denied(statement), statement).toMatch(/^(permission denied for|must be owner of) table/);
    expect(await denied("set session_replication_role = replica")).toMatch("permission denied to set parameter");
    expect((await rowsIn("public", "events")).length).toBeGreaterThan(30);
  });

  it("let no event leave for the archive before its time, whoever asks the function that takes it there", async () => {
    await on(cluster.url.replace(/\/[^/?]*(\?|$)/, "/led$1"));
    await db.execute(sql`alter table events enable trigger user`);
    await on(application);
    const kept = (await rowsIn("public", "events")).length;
    expect(
      await denied(
        "select archive.move_events(organization_id, array_agg(ctid)) from events where occurred_at > now() - interval '1 day' group by organization_id",
      ),
    ).toMatch("events are append-only");
    expect((await rowsIn("public", "events")).length).toBe(kept);
    await transaction((tx) => tx.execute(sql`select 1`));
  });
});
