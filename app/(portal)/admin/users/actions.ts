"use server";

import { z } from "zod";
import { adminAction } from "@/lib/web/action";
import { inviteAgain, inviteUser, newUser, revokeInvitation } from "@/lib/users/invitations";
import { unlinkOidc } from "@/lib/users/oidc";
import { changeUser, resetSecondFactor } from "@/lib/users/mutations";

const userId = z.uuid("This user does not exist.");

export const invite = adminAction(
  newUser,
  async (actor, input) => {
    await inviteUser(actor, input);
    return { message: `${input.name} is invited. The email to ${input.email} can be used for 72 hours.` };
  },
  { keep: ["name", "email", "role"] },
);

export const resendInvitation = adminAction(z.object({ userId }), async (actor, input) => {
  const name = await inviteAgain(actor, input.userId);
  return { message: `${name} gets a new invitation by email. An older link does not work any more.` };
});

export const revoke = adminAction(z.object({ userId }), async (actor, input) => {
  const name = await revokeInvitation(actor, input.userId);
  return { message: `The invitation of ${name} is revoked. Its link does not work any more.` };
});

export const changeRole = adminAction(z.object({ userId, role: z.enum(["admin", "viewer"]) }), async (actor, input) => {
  const name = await changeUser(actor, input.userId, { role: input.role });
  return {
    message:
      input.role === "admin"
        ? `${name} is an admin now.`
        : `${name} is a viewer now: they can see payouts and batches but cannot change anything.`,
  };
});

export const deactivate = adminAction(z.object({ userId }), async (actor, input) => {
  const name = await changeUser(actor, input.userId, { active: false });
  return { message: `${name} is deactivated and signed out everywhere.` };
});

export const reactivate = adminAction(z.object({ userId }), async (actor, input) => {
  const name = await changeUser(actor, input.userId, { active: true });
  return { message: `${name} can sign in again.` };
});

export const unlink = adminAction(z.object({ userId }), async (actor, input) => {
  const name = await unlinkOidc(actor, input.userId);
  return { message: `${name} is unlinked and signed out everywhere. Their next sign-in links them anew.` };
});

export const resetFactor = adminAction(z.object({ userId }), async (actor, input) => {
  const name = await resetSecondFactor(actor, input.userId);
  return { message: `${name} has no second factor any more, and is signed out everywhere.` };
});
