"use server";

import { z } from "zod";
import { recipientAction } from "@/lib/action";
import { recordOpened } from "@/lib/redemptions/mutations";

export const markOpened = recipientAction(z.object({}), async (actor) => {
  await recordOpened(actor);
  return { message: "" };
});
