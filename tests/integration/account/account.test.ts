import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { users } from "@/db/schema/users";
import {
  changeOwnDisplay,
  changeOwnName,
  changeOwnPassword,
  endOtherSessions,
  endOwnSession,
} from "@/lib/account/mutations";
import { ownSessions } from "@/lib/account/queries";
import type { SignedInUser } from "@/lib/actor";
import { TooManyRequests } from "@/lib/errors";
import { currentMoment } from "@/lib/moment";
import { stampZoneOf } from "@/lib/time";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser, type User } from "@/tests/support/factories";
import { actorByPassword, actorOfSession, beginSession } from "@/tests/support/sessions";

useDatabase();

const present = "correct horse battery";
const password = "nine geese in a row";

async function signedIn(user: User): Promise<SignedInUser> {
  return (await actorOfSession(await beginSession(user), "r"))!;
}
const counts = async (actor: SignedInUser) => (await actorOfSession(actor, "r")) !== null;
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { code?: string; field?: string }) => [error.code, error.field].filter(Boolean).join(" "),
  );
const recorded = () => db.select({ name: events.name, data: events.data, userId: events.userId }).from(events);

describe("the own name", () => {
  it("changes with one event, also when it is sent twice at once", async () => {
    const user = await createUser(await createOrganization(), { role: "viewer", name: "Ada" });
    await Promise.all([1, 2, 3].map(() => changeOwnName(user.actor, { name: "Ada Byron" })));
    const [after] = await db.select().from(users);
    expect(after!.name).toBe("Ada Byron");
    const data = { field: "name", from: "Ada", to: "Ada Byron" };
    expect(await recorded()).toEqual([{ name: "user.changed", userId: user.id, data }]);
  });
});

describe("the own display", () => {
  it("is theirs alone: stamps are in their zone, and days stay in that of the organization", async () => {
    const organization = await createOrganization();
    const [user, other] = [await createUser(organization), await createUser(organization)];
    const [mine, theirs] = [await signedIn(user), await signedIn(other)];
    await changeOwnDisplay(mine, { theme: "dark", displayZone: "Asia/Tokyo" });
    const now = (await actorOfSession(mine, "r"))!;
    expect(now).toMatchObject({ theme: "dark", displayZone: "Asia/Tokyo", timeZone: organization.timeZone });
    const at = await currentMoment(now);
    expect([at.timeZone, stampZoneOf(at)]).toEqual([organization.timeZone, "Asia/Tokyo"]);
    const unchanged = (await actorOfSession(theirs, "r"))!;
    expect(unchanged).toMatchObject({ theme: "system", displayZone: null });
    expect(stampZoneOf(await currentMoment(unchanged))).toBe(organization.timeZone);
  });
});

describe("the own password", () => {
  it("changes for who knows the present one, ends all their other sessions, and is recorded without its text", async () => {
    const organization = await createOrganization();
    const user = await createUser(organization, { password: present });
    const [here, there] = [await signedIn(user), await signedIn(user)];
    const other = await signedIn(await createUser(organization));
    await changeOwnPassword(here, { present, password });
    expect([await counts(here), await counts(there), await counts(other)]).toEqual([true, false, true]);
    expect(await actorByPassword(user.email, present)).toBeNull();
    expect(await actorByPassword(user.email, password)).toMatchObject({ userId: user.id });
    const told = await recorded();
    expect(told.filter(({ name }) => name === "user.changed")).toEqual([
      { name: "user.changed", userId: user.id, data: { field: "own_password" } },
    ]);
    expect(JSON.stringify(told)).not.toContain(password);
  });

  it("changes nothing for a wrong present one, a new one that is too short, or the same again", async () => {
    const user = await createUser(await createOrganization(), { password: present });
    const [here, there] = [await signedIn(user), await signedIn(user)];
    expect(await failure(changeOwnPassword(here, { present: "wrong", password }))).toBe("invalid present");
    expect(await failure(changeOwnPassword(here, { present, password: "too short" }))).toBe("invalid password");
    expect(await failure(changeOwnPassword(here, { present, password: present }))).toBe("invalid password");
    expect(await counts(there)).toBe(true);
    expect(await recorded()).toEqual([]);
  });

  it("is changed once when it is sent twice at once", async () => {
    const user = await createUser(await createOrganization(), { password: present });
    const here = await signedIn(user);
    const outcomes = await Promise.all(
      [password, `${password}!`].map((one) => failure(changeOwnPassword(here, { present, password: one }))),
    );
    expect(outcomes.sort()).toEqual(["conflict", "done"]);
    expect(await recorded()).toHaveLength(1);
  });

  it("cannot be tried out by somebody else at the desk", async () => {
    const user = await createUser(await createOrganization());
    const here = await signedIn(user);
    const tries: unknown[] = [];
    for (let n = 0; n < 11; n++)
      tries.push(await changeOwnPassword(here, { present: `${n}`, password }).catch((error: unknown) => error));
    expect(tries.map((error) => error instanceof TooManyRequests)).toEqual([...Array<boolean>(10).fill(false), true]);
  });
});

describe("the own sessions", () => {
  it("are listed with device and address, the one used last first, without those that ended", async () => {
    const organization = await createOrganization();
    const user = await createUser(organization);
    const [first, second, ended] = [await signedIn(user), await signedIn(user), await signedIn(user)];
    await signedIn(await createUser(organization));
    await endOwnSession(first, ended.sessionId);
    const listed = await ownSessions(first);
    expect(listed.map(({ id }) => id).sort()).toEqual([first.sessionId, second.sessionId].sort());
    expect(listed[0]).toMatchObject({ device: "Chrome on Linux", address: "192.0.2.1" });
  });

  it("end one by one from the next request on, with one event however often it is asked", async () => {
    const user = await createUser(await createOrganization());
    const [here, there] = [await signedIn(user), await signedIn(user)];
    await Promise.all([1, 2, 3].map(() => endOwnSession(here, there.sessionId)));
    expect([await counts(here), await counts(there)]).toEqual([true, false]);
    expect(await recorded()).toEqual([
      { name: "user.session_ended", userId: user.id, data: { device: "Chrome on Linux" } },
    ]);
  });

  it("of somebody else cannot be ended, in the same organization or in another", async () => {
    const [here, there] = [await createOrganization(), await createOrganization()];
    const me = await signedIn(await createUser(here));
    for (const organization of [here, there]) {
      const other = await signedIn(await createUser(organization));
      expect(await failure(endOwnSession(me, other.sessionId))).toBe("not_found");
      expect(await counts(other)).toBe(true);
    }
  });

  it("all end but the one that asks", async () => {
    const user = await createUser(await createOrganization());
    const [here, one, two] = [await signedIn(user), await signedIn(user), await signedIn(user)];
    await endOtherSessions(here);
    expect([await counts(here), await counts(one), await counts(two)]).toEqual([true, false, false]);
    expect(await ownSessions(here)).toHaveLength(1);
    const ended = await db.select().from(events).where(eq(events.name, "user.session_ended"));
    expect(ended).toMatchObject([{ actorUserId: user.id, data: { others: true } }]);
  });
});
