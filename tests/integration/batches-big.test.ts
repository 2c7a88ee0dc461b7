import { expect, it } from "vitest";
import { maxRecords } from "@/lib/batches/limits";
import { createBatch } from "@/lib/batches/mutations";
import { useDatabase } from "../database";
import { createOrganization, createUser } from "../factories";

useDatabase();

it("the largest file that is taken becomes payouts well within its deadline", async () => {
  const { actor } = await createUser(await createOrganization());
  const rows = Array.from({ length: maxRecords }, (_, index) => `Ada Byron,ada${index}@example.com,${index % 10 ? "12.50" : "12:50"},USD,R${index}`);
  const bytes = new TextEncoder().encode(["recipient_name,email,amount,currency,reference", ...rows].join("\n"));
  const result = await createBatch(actor, { fileName: "big.csv", bytes });
  expect(result).toMatchObject({ batch: { acceptedCount: maxRecords * 0.9, refusedCount: maxRecords * 0.1 } });
}, 90_000);
