"use server";

import { redirect, RedirectType } from "next/navigation";
import { z } from "zod";
import { firstOrganization, setUp } from "@/lib/account/set-up";
import { visitorAction } from "@/lib/web/action";
import { currentRequestId, startSessionOf } from "@/lib/web/auth";

/** The link's token is the permission: nobody can be signed in yet. */
export const makeFirstOrganization = visitorAction(
  firstOrganization.extend({ token: z.string().max(200) }),
  async ({ token, ...input }) => {
    await startSessionOf(await setUp(token, input, await currentRequestId()));
    redirect("/", RedirectType.replace);
  },
  { keep: ["organization", "timeZone", "name", "email"] },
);
