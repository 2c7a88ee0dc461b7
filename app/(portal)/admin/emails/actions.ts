"use server";

import { z } from "zod";
import { incomingText } from "@/lib/incoming-text";
import { adminAction } from "@/lib/web/action";
import { recordBounce } from "@/lib/emails/bounces";

export const noteBounce = adminAction(
  z.object({
    emailId: z.uuid("This email does not exist."),
    said: incomingText(z.string().max(300, "Use at most 300 characters."), { joiners: true, lineBreaks: true }),
  }),
  async (actor, { emailId, said }) => {
    await recordBounce(actor, emailId, said);
    return {
      message:
        "Marked as bounced. The Dashboard and the page of the payout now say that the recipient was not reached, unless a later email was sent to the same address.",
    };
  },
  { keep: ["said"] },
);
