"use server";

import { redirect, RedirectType } from "next/navigation";
import { z } from "zod";
import { joinByLink } from "@/lib/users/joining";
import { newPassword } from "@/lib/users/mutations";
import { visitorAction } from "@/lib/web/action";
import { currentRequestId, startSessionOf } from "@/lib/web/auth";

/** The link's token is the permission; nobody has to be signed in. */
export const join = visitorAction(
  z.object({ token: z.string().max(200), password: newPassword }),
  async ({ token, password }) => {
    await startSessionOf(await joinByLink(token, password, await currentRequestId()));
    redirect("/", RedirectType.replace);
  },
);
