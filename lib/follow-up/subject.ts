import { sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { batches } from "@/db/schema/batches";
import { expiringSql, payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { notFound } from "@/lib/errors";
import type { EventName } from "@/lib/events-table";

export const subjectKinds = ["payout", "batch"] as const;
type SubjectKind = (typeof subjectKinds)[number];

/** What people hand to one another: a payout or a batch of the actor's organization. */
export type Subject = { kind: SubjectKind; id: string };

type Step = "noted" | "note_withdrawn" | "assigned" | "snoozed" | "handled" | "reopened";
export type FollowUpEvent = Extract<EventName, `${SubjectKind}.${Step}`>;

export const eventOf = ({ kind }: Pick<Subject, "kind">, step: Step): FollowUpEvent => `${kind}.${step}`;

/**
 * How each kind of record is written: by `p` in both. A batch whose upload has not ended is none yet. `rests`: it can be
 * put aside as it stands, because its status is not about to change by the clock alone.
 */
export const subjectTable: Record<SubjectKind, { update: SQL; from: SQL; exists: SQL; rests: SQL; reference: string }> =
  {
    payout: {
      update: sql`update ${payouts} p`,
      from: sql`from ${payouts} p`,
      exists: sql`true`,
      rests: sql`p.archived_at is null and (p.status <> ${expiringSql} or p.expires_at > p.now)`,
      reference: "payoutId",
    },
    batch: {
      update: sql`update ${batches} p`,
      from: sql`from ${batches} p`,
      exists: sql`p.file_sha256 is not null`,
      rests: sql`true`,
      reference: "batchId",
    },
  };

/** True of the record itself, in the actor's organization. @throws DomainError `not_found` for what is no id */
export function isSubject({ organizationId }: Actor, { kind, id }: Subject): SQL {
  if (!z.uuid().safeParse(id).success) throw notFound(kind);
  return sql`p.organization_id = ${organizationId} and p.id = ${id}::uuid and ${subjectTable[kind].exists}`;
}
