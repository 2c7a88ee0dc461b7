import { transaction } from "@/db/client";
import { recordEvents } from "@/lib/events";
import { databaseNow } from "@/lib/time";
import type { FirstProof } from "@/lib/web/sign-in/new-session";
import { hashPassword } from "@/lib/web/sign-in/password";
import { takeStep } from "./access";
import { endedLink, openLink, takeLink } from "./links";
import { assertGoodPassword } from "./password-rules";

/**
 * Takes up an invitation: its user is active from now on, with the password that they chose. Of two who use the link at
 * once, one does.
 * @returns whose password it is, so that their session can begin
 * @throws DomainError `not_found` for a link that does not work any more, `invalid` for the field `password`
 */
export async function joinByLink(
  token: string,
  password: string,
  requestId: string,
): Promise<FirstProof & { email: string }> {
  const link = await openLink(token, "invitation");
  if (!link) throw endedLink();
  assertGoodPassword(password, link);
  const passwordHash = await hashPassword(password);
  const { organizationId, userId, email } = link;
  return transaction(async (tx) => {
    const joined = await takeStep(tx, organizationId, userId, "join", { passwordHash });
    if (!joined) throw endedLink();
    await takeLink(tx, link);
    const author = { type: "user", organizationId, userId, requestId } as const;
    await recordEvents(tx, author, [{ name: "user.joined", occurredAt: await databaseNow(tx), userId }]);
    return { organizationId, userId, email, sessionVersion: joined.sessionVersion };
  });
}
