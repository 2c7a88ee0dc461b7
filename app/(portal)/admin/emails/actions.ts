"use server";

import { z } from "zod";
import { adminAction } from "@/lib/web/action";
import { recordBounce } from "@/lib/emails/bounces";

export const noteBounce = adminAction(
  z.object({
    emailId: z.uuid("This email does not exist."),
    said: z.string().trim().max(300, "Say it in at most 300 characters."),
  }),
  async (actor, { emailId, said }) => {
    await recordBounce(actor, emailId, said);
    return {
      message:
        "Noted. Unless a later email was sent to the same address on purpose, the Dashboard and the payout's page say that the recipient was not reached.",
    };
  },
  { keep: ["said"] },
);
