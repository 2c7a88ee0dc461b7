"use server";

import { z } from "zod";
import {
  changeOwnDisplay,
  changeOwnName,
  changeOwnPassword,
  endOtherSessions,
  endOwnSession,
  ownDisplay,
  ownName,
  passwordChange,
} from "@/lib/account/mutations";
import { userAction } from "@/lib/web/action";

export const saveName = userAction(
  ownName,
  async (actor, input) => {
    await changeOwnName(actor, input);
    return { message: `Your name is ${input.name}.` };
  },
  { keep: ["name"] },
);

export const saveDisplay = userAction(ownDisplay, async (actor, input) => {
  await changeOwnDisplay(actor, input);
  return { message: "Saved. It holds in every browser in which you sign in." };
});

export const changePassword = userAction(passwordChange, async (actor, input) => {
  await changeOwnPassword(actor, input);
  return { message: "You have a new password, and are signed out everywhere else." };
});

export const endSession = userAction(
  z.object({ sessionId: z.uuid("This session does not exist.") }),
  async (actor, input) => {
    const device = await endOwnSession(actor, input.sessionId);
    return { message: `The session of ${device} has ended.` };
  },
);

export const signOutElsewhere = userAction(z.object({}), async (actor) => {
  await endOtherSessions(actor);
  return { message: "You are signed out everywhere else." };
});
