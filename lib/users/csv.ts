import { assertAdmin, type Actor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { csvFile, type FileColumn } from "@/lib/web/downloads/csv-file";
import { listUsers, type UserRow } from "./queries";

const columns: readonly FileColumn<UserRow>[] = [
  ["id", "id"],
  ["name", "name"],
  ["email", "email"],
  ["role", "role"],
  ["can_sign_in", (user) => (user.state === "active" ? "yes" : "no")],
  ["state", "state"],
  ["invitation_ends_at", "invitationEndsAt"],
  ["last_sign_in_at", "lastSignInAt"],
  ["created_at", "createdAt"],
];

/**
 * Every user of the actor's organization as a CSV file, in the order of the list.
 * @throws DomainError `forbidden` unless the actor is an admin
 */
export function usersCsv(actor: Actor, at: At): ReadableStream<Uint8Array> {
  assertAdmin(actor);
  return csvFile(columns, at.timeZone, async (take) => take(await listUsers(actor)));
}
