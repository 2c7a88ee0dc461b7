import type { users } from "@/db/schema/users";
import { hashPassword } from "@/lib/web/sign-in/password";
import { DAY_MS, type Calendar } from "./calendar";
import type { StaffMember } from "./profiles";
import { Random } from "./random";
import type { EventRow } from "./scene";

type UserRow = typeof users.$inferInsert & { createdAt: Date };
type Staff = { user: UserRow; events: EventRow[] };
type Setting = { seedKey: string; organizationId: string; calendar: Calendar; now: number; since: number };

/** The people of an organization, with their sign-ins of the last months; those without a password cannot sign in. */
export async function hire(setting: Setting, members: readonly StaffMember[]): Promise<Staff[]> {
  return Promise.all(members.map((member, index) => one(setting, member, index)));
}

async function one(
  { seedKey, organizationId, calendar, now, since }: Setting,
  member: StaffMember,
  index: number,
): Promise<Staff> {
  const random = new Random(`${seedKey}/staff/${index}`);
  const createdAt = since + index * 11 * DAY_MS;
  const id = random.id(createdAt);
  const left = member.active === false ? now - 40 * DAY_MS : now;
  const about = { organizationId, userId: id };
  const signIns = signInTimes(random, calendar, left).filter((at) => at > createdAt && at < left);
  const event = (
    name: EventRow["name"],
    at: number,
    rest: Pick<EventRow, "actorType"> & Partial<EventRow>,
  ): EventRow => ({ ...about, id: random.id(at), occurredAt: new Date(at), name, ...rest });
  return {
    user: {
      organizationId,
      id,
      email: member.email,
      name: member.name,
      role: member.role,
      state: member.active === false ? "deactivated" : "active",
      passwordHash: member.password === undefined ? "no password yet" : await hashPassword(member.password),
      sessionVersion: member.active === false ? 2 : 1,
      lastSignInAt: signIns.length > 0 ? new Date(Math.max(...signIns)) : null,
      createdAt: new Date(createdAt),
    },
    events: [
      event("user.created", createdAt, { actorType: "system" }),
      ...signIns.map((at) => event("user.signed_in", at, { actorType: "user", actorUserId: id })),
      ...(member.active === false
        ? [event("user.changed", left, { actorType: "system", data: { active: false } })]
        : []),
    ],
  };
}

/** Most working days of the last three months, and this very day. */
function signInTimes(random: Random, calendar: Calendar, until: number): number[] {
  const days = Array.from({ length: 90 }, (_, day) => until - day * DAY_MS).filter(
    (at) => !calendar.isWeekend(at) && random.chance(0.7),
  );
  return [until - random.int(20, 300) * 60_000, ...days.map((at) => at - random.int(0, 8 * 60) * 60_000)];
}
