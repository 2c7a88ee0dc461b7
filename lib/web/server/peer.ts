import type { IncomingMessage } from "node:http";
import { env } from "@/lib/env";

/**
 * The network address of who asks. Each of the TRUSTED_PROXIES in front adds the address it was asked from at the end
 * of X-Forwarded-For; what stands before those was written by the client, and is not believed.
 */
export function peerOf({ headers, socket }: Pick<IncomingMessage, "headers"> & { socket: { remoteAddress?: string } }) {
  const forwarded = String(headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((address) => address.trim())
    .filter(Boolean);
  const trusted = env().TRUSTED_PROXIES;
  const named = trusted > 0 ? forwarded.at(-Math.min(trusted, forwarded.length)) : undefined;
  // An IPv4 address on a socket for both versions.
  return (named ?? socket.remoteAddress ?? "unknown").replace(/^::ffff:(?=\d+\.)/i, "").slice(0, 64);
}
