import { DomainError } from "@/lib/errors";
import type { Organization } from "./factories";
import { createUser, type User } from "./factories";

/** What became of calls made at the same time. Anything thrown but a refusal in words is a fault, and is thrown on. */
export async function atOnce<T>(calls: readonly Promise<T>[]): Promise<{ done: T[]; refusals: DomainError[] }> {
  const results = await Promise.allSettled(calls);
  const refusals = results.flatMap((result) => (result.status === "rejected" ? [refusalOf(result.reason)] : []));
  return { done: results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])), refusals };
}

/** The refusal a call ends in; undefined when it went through. */
export async function refused(call: Promise<unknown>): Promise<DomainError | undefined> {
  return (await atOnce([call])).refusals[0];
}

function refusalOf(reason: unknown): DomainError {
  if (reason instanceof DomainError) return reason;
  throw reason;
}

export const twentyAdmins = (organization: Organization): Promise<User[]> =>
  Promise.all(Array.from({ length: 20 }, () => createUser(organization)));
