"use server";

import { z } from "zod";
import { adminAction } from "@/lib/web/action";
import { changeUser, createUser, newPassword, newUser, resetPassword } from "@/lib/users/mutations";

const userId = z.uuid("This user does not exist.");

export const addUser = adminAction(
  newUser,
  async (actor, input) => {
    await createUser(actor, input);
    return {
      message: `${input.name} can sign in as ${input.email}. Give them the password in person, because it cannot be looked up.`,
    };
  },
  { keep: ["name", "email", "role"] },
);

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

export const setPassword = adminAction(z.object({ userId, password: newPassword }), async (actor, input) => {
  const name = await resetPassword(actor, input.userId, input.password);
  return {
    message: `${name} has a new password and is signed out everywhere. Give it to them in person, because it cannot be looked up.`,
  };
});
