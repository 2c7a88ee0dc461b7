import { and, desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { env } from "@/lib/env";
import { userLinkToken } from "@/lib/token";

/** The token in the link of the latest email of this kind to a user. */
export async function tokenIn(kind: "user_invited" | "password_reset", userId: string): Promise<string> {
  const [email] = await db
    .select({ linkId: emails.aboutId })
    .from(emails)
    .where(and(eq(emails.userId, userId), eq(emails.kind, kind)))
    .orderBy(desc(emails.id))
    .limit(1);
  return userLinkToken(env().LINK_KEY, email!.linkId!);
}

/** "done", or the code of the refusal. */
export const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );
