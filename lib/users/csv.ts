import { assertAdmin, type Actor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { csvFile, stampCell, type FileColumn } from "@/lib/web/downloads/csv-file";
import { listUsers, type UserRow } from "./queries";

const columns: readonly FileColumn<UserRow>[] = [
  ["id", (user) => user.id],
  ["name", (user) => user.name],
  ["email", (user) => user.email],
  ["role", (user) => user.role],
  ["can_sign_in", (user) => (user.state === "active" ? "yes" : "no")],
  ["state", (user) => user.state],
  ["invitation_ends_at", (user, timeZone) => stampCell(user.invitationEndsAt, timeZone)],
  ["last_sign_in_at", (user, timeZone) => stampCell(user.lastSignInAt, timeZone)],
  ["created_at", (user, timeZone) => stampCell(user.createdAt, timeZone)],
];

/**
 * Every user of the actor's organization as a CSV file, in the order of the list.
 * @throws DomainError `forbidden` unless the actor is an admin
 */
export function usersCsv(actor: Actor, at: At): ReadableStream<Uint8Array> {
  assertAdmin(actor);
  return csvFile(columns, at.timeZone, async (take) => take(await listUsers(actor)));
}
