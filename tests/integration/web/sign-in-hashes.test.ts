import { expect, it } from "vitest";
import { db } from "@/db/client";
import { secondFactors } from "@/db/schema/second_factors";
import { signInWith } from "@/lib/web/sign-in/credentials";
import { addressLimit, admit } from "@/lib/web/sign-in/limits";
import { hashPassword } from "@/lib/web/sign-in/password";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser, type Organization } from "@/tests/support/factories";
import { hashesUnder } from "@/tests/support/hashes";
import { signInRequest } from "@/tests/support/sign-in-request";

useDatabase();

/** Whose address it is, made in this organization; the n-th of its kind. */
type Kind = (organization: Organization, passwordHash: string, n: number) => Promise<string>;

const kinds = {
  unknown: async (_organization, _hash, n) => `nobody-${n}@example.com`,
  known: async (organization, passwordHash) => (await createUser(organization, { passwordHash })).email,
  deactivated: async (organization, passwordHash) =>
    (await createUser(organization, { passwordHash, state: "deactivated" })).email,
  "without a password": async (organization) => (await createUser(organization)).email,
  "with a second factor": async (organization, passwordHash) => {
    const user = await createUser(organization, { passwordHash });
    const { organizationId, id: userId } = user;
    const at = new Date();
    await db
      .insert(secondFactors)
      .values({ organizationId, userId, sealedSecret: "x".repeat(40), createdAt: at, confirmedAt: at, lastStep: 0 });
    return user.email;
  },
} satisfies Record<string, Kind>;

it("a wrong password costs one hash, whoever's address it is; who has to wait costs none", async () => {
  const organization = await createOrganization();
  const hash = await hashPassword("correct horse battery");
  for (const [kind, addressOf] of Object.entries<Kind>(kinds)) {
    const asked = signInRequest(await addressOf(organization, hash, 0), 0);
    const refused = await hashesUnder(() => signInWith(asked, "wrong", "r"));
    expect([refused.all, refused.result], kind).toEqual([1, null]);
    for (let n = 1; n < addressLimit.atMost; n++) await admit(asked);
    const waits = await hashesUnder(() => signInWith(asked, "wrong", "r").catch((error: Error) => error.message));
    expect([waits.all, waits.result], kind).toEqual([0, expect.stringMatching(/^There were many wrong passwords/)]);
  }
});
