import type { userState } from "@/db/schema/users";

export type UserState = (typeof userState.enumValues)[number];

/** How a user stands, and what an admin may do about it. Runs anywhere. */
export const userStateTable = {
  invited: { label: "Invited", tone: "progress", icon: "mail" },
  active: { label: "Active", tone: "success", icon: "circle-check" },
  deactivated: { label: "Deactivated", tone: "neutral", icon: "ban" },
} as const satisfies Record<UserState, { label: string; tone: string; icon: string }>;

/**
 * The steps of a user's access, and from where: `joined` says whether they have ever chosen a password, or are
 * linked to the identity provider, where it matters. A person who has not cannot be let in by an admin, only invited.
 */
export const accessSteps = {
  invite: { from: ["invited", "deactivated"], to: "invited", joined: false },
  revoke: { from: ["invited"], to: "deactivated" },
  join: { from: ["invited"], to: "active" },
  deactivate: { from: ["active"], to: "deactivated" },
  reactivate: { from: ["deactivated"], to: "active", joined: true },
} as const satisfies Record<string, { from: readonly UserState[]; to: UserState; joined?: boolean }>;

export type AccessStep = keyof typeof accessSteps;

/** Whether a step can be taken by or for this user. */
export function isOpenTo(step: AccessStep, { state, hasJoined }: { state: UserState; hasJoined: boolean }): boolean {
  const { from, joined = hasJoined }: { from: readonly UserState[]; joined?: boolean } = accessSteps[step];
  return from.includes(state) && joined === hasJoined;
}
