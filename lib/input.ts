import type { z } from "zod";
import { DomainError } from "./errors";

/**
 * What somebody sent, as `schema` reads it.
 * @throws DomainError `invalid` with the first thing that is wrong and the field it is about
 */
export function readInput<S extends z.ZodType>(schema: S, sent: unknown): z.output<S> {
  const parsed = schema.safeParse(sent);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new DomainError("invalid", issue?.message ?? "Something in the form is not right.", issue?.path[0]?.toString());
}
