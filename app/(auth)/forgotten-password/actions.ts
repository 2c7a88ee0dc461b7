"use server";

import { after } from "next/server";
import { z } from "zod";
import { logFault } from "@/lib/fault";
import { sendResetLinks } from "@/lib/users/reset";
import { visitorAction } from "@/lib/web/action";
import { currentRequestId } from "@/lib/web/auth";
import { currentExchange } from "@/lib/web/exchange";
import { admitAsking } from "@/lib/web/sign-in/asking-anew";

const form = z.object({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .min(1, "Enter your email address.")
    .max(254, "This email address is too long."),
});

/** Answers the same to everybody, and before anything is looked up: neither words nor time tell who is known. */
export const askForNewPassword = visitorAction(
  form,
  async ({ email }) => {
    await admitAsking({ address: email, peer: currentExchange().peer });
    const requestId = await currentRequestId();
    after(() =>
      sendResetLinks(email, requestId).catch((error: unknown) => logFault("forgotten password", requestId, error)),
    );
    return {
      message: `If ${email} belongs to an account, an email with a link is on its way. The link can be used for an hour.`,
    };
  },
  { keep: ["email"] },
);
