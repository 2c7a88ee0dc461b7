import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { payoutListLooks } from "@/db/schema/payout_list_looks";
import { keepListLook } from "@/lib/views/look/mutations";
import { listLook } from "@/lib/views/look/queries";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";

useDatabase();

const everything = { hidden: [], compact: false, extra: [] };

test("how the list looks is kept for one person, once, whoever asks twice or at once; all others keep theirs", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization, { role: "viewer" });
  const { actor: colleague } = await createUser(organization);
  const { actor: stranger } = await createUser(await createOrganization());
  expect(await listLook(actor)).toEqual(everything);
  const look = { hidden: ["created", "reference"] as const, compact: true, extra: ["claim_number"] };
  await Promise.all([1, 2, 3].map(() => keepListLook(actor, { ...look, hidden: [...look.hidden] })));
  expect(await listLook(actor)).toEqual(look);
  expect(await db.$count(payoutListLooks)).toBe(1);
  for (const other of [colleague, stranger]) expect(await listLook(other)).toEqual(everything);
  await keepListLook(actor, everything);
  expect(await listLook(actor)).toEqual(everything);
});

test("a column that there is no longer hides nothing", async () => {
  const { actor } = await createUser(await createOrganization());
  await keepListLook(actor, { ...everything, hidden: ["amount"] });
  await db.update(payoutListLooks).set({ hidden: sql`array['long_gone', 'amount']` });
  expect(await listLook(actor)).toEqual({ ...everything, hidden: ["amount"] });
});
