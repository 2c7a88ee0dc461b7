import { DomainError } from "@/lib/errors";
import type { Organization } from "./factories";
import { createUser, type User } from "./factories";

/** The results of simultaneous calls. Anything thrown that is not a refusal with a message is rethrown as a fault. */
export async function atOnce<T>(calls: readonly Promise<T>[]): Promise<{ done: T[]; refusals: DomainError[] }> {
  const results = await Promise.allSettled(calls);
  const refusals = results.flatMap((result) => (result.status === "rejected" ? [refusalOf(result.reason)] : []));
  return { done: results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])), refusals };
}

/** The refusal of a call; undefined when the call succeeded. */
export async function refused(call: Promise<unknown>): Promise<DomainError | undefined> {
  return (await atOnce([call])).refusals[0];
}

function refusalOf(reason: unknown): DomainError {
  if (reason instanceof DomainError) return reason;
  throw reason;
}

export const twentyAdmins = (organization: Organization): Promise<User[]> =>
  Promise.all(Array.from({ length: 20 }, () => createUser(organization)));
