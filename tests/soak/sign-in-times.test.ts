import { expect, test } from "vitest";
import { signInWith } from "@/lib/web/sign-in/credentials";
import { hashPassword } from "@/lib/web/sign-in/password";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { signInRequest } from "@/tests/support/sign-in-request";

useDatabase();

const tries = 500;
const medianOf = (times: number[]) => [...times].sort((one, other) => one - other)[times.length >> 1]!;

// Here, because a time is no ground to refuse a change: the usual tests count the hashes.
test("a wrong password takes as long to refuse for an unknown address as for a known one", async () => {
  const organization = await createOrganization();
  const passwordHash = await hashPassword("correct horse battery");
  const addresses = [
    async (n: number) => `nobody-${n}@example.com`,
    async () => (await createUser(organization, { passwordHash })).email,
  ];
  const times = addresses.map((): number[] => []);
  // In turns, so that what else the machine does falls on all alike.
  for (let n = 0; n < tries; n++)
    for (const [index, addressOf] of addresses.entries()) {
      const request = signInRequest(await addressOf(n), n);
      const start = performance.now();
      expect(await signInWith(request, "wrong", "r")).toBeNull();
      times[index]!.push(performance.now() - start);
    }
  const medians = times.map(medianOf);
  const ratio = Math.max(...medians) / Math.min(...medians);
  expect(ratio, `medians in ms: ${medians.map(Math.round).join(", ")}`).toBeLessThan(1.05);
}, 1_800_000);
