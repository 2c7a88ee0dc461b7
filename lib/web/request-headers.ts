import { randomUUID } from "node:crypto";
import { z } from "zod";

/** Set by proxy.ts on every request, over whatever the client sent; read by the gates. */
export const requestIdHeader = "x-request-id";
export const requestedPathHeader = "x-portal-path";

/** The id of a request, or a new one when it has none. */
export function requestIdOf(headers: Pick<Headers, "get">): string {
  const given = z.uuid().safeParse(headers.get(requestIdHeader));
  return given.success ? given.data : randomUUID();
}
