"use server";

import { redirect, RedirectType } from "next/navigation";
import { z } from "zod";
import { newPassword } from "@/lib/users/mutations";
import { resetByLink } from "@/lib/users/reset";
import { visitorAction } from "@/lib/web/action";
import { currentRequestId } from "@/lib/web/auth";

/** The link's token is the permission; nobody has to be signed in. */
export const choosePassword = visitorAction(
  z.object({ token: z.string().max(200), password: newPassword }),
  async ({ token, password }) => {
    await resetByLink(token, password, await currentRequestId());
    redirect("/reset/done", RedirectType.replace);
  },
);
