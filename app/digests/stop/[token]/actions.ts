"use server";

import { redirect, RedirectType } from "next/navigation";
import { z } from "zod";
import { visitorAction } from "@/lib/web/action";
import { currentRequestId } from "@/lib/web/auth";
import { stopDigestOfLink } from "@/lib/views/digests/mutations";

/** The link's token is the permission; nobody has to be signed in. */
export const stop = visitorAction(z.object({ token: z.string().max(200) }), async ({ token }) => {
  await stopDigestOfLink(token, await currentRequestId());
  redirect("/digests/stopped", RedirectType.replace);
});
