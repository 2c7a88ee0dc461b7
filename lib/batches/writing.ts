import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import { refusedRows } from "@/db/schema/refused_rows";
import type { Actor } from "../actor";
import { env } from "../env";
import { recordEvents } from "../events";
import { initialStatus } from "../payouts/transitions";
import { wake } from "../queue";
import { linkHash, linkToken } from "../token";
import type { AcceptedRow, RefusedRow } from "./inspect";

export type Destination = { batchId: string; now: Date; lifetimeDays: number };
type Stage = (typeof ingestErrors.$inferInsert)["stage"];

/** A statement takes at most 65,533 parameters; a payout has 21. */
const rowsPerInsert = 2_000;
const dayMs = 86_400_000;

const chunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsPerInsert) }, (_, index) => rows.slice(index * rowsPerInsert, (index + 1) * rowsPerInsert));

/**
 * Makes payouts of accepted rows, with the event and the owed email of each.
 * @returns the references that another payout got first; their rows made nothing
 */
export async function writePayouts(tx: Tx, actor: Actor, rows: readonly AcceptedRow[], to: Destination): Promise<Set<string>> {
  const made = new Set<string>();
  // Two files that share references always take them in the same order, so that neither waits for the other in a circle.
  const ordered = rows.map((row) => payoutOf(actor, row, to)).sort((a, b) => (a.reference < b.reference ? -1 : 1));
  for (const chunk of chunks(ordered)) {
    const inserted = await tx
      .insert(payouts)
      .values(chunk)
      .onConflictDoNothing({ target: [payouts.organizationId, payouts.reference] })
      .returning({ reference: payouts.reference });
    for (const { reference } of inserted) made.add(reference);
  }
  await writeConsequences(tx, actor, ordered.filter(({ reference }) => made.has(reference)), to);
  return new Set(ordered.map(({ reference }) => reference).filter((reference) => !made.has(reference)));
}

type NewPayout = ReturnType<typeof payoutOf>;

function payoutOf(actor: Actor, { line, expiresAt, ...fields }: AcceptedRow, { batchId, now, lifetimeDays }: Destination) {
  const id = uuidv7();
  return {
    ...fields,
    organizationId: actor.organizationId,
    id,
    batchId,
    line,
    status: initialStatus,
    statusChangedAt: now,
    createdAt: now,
    lastEmailedAt: now,
    expiresAt: expiresAt ?? new Date(now.getTime() + lifetimeDays * dayMs),
    linkHash: linkHash(linkToken(env().LINK_KEY, id, 1)),
  };
}

async function writeConsequences(tx: Tx, actor: Actor, made: readonly NewPayout[], { batchId, now }: Destination): Promise<void> {
  await recordEvents(tx, actor, made.map(({ id }) => ({ name: "payout.created", occurredAt: now, payoutId: id, batchId, toStatus: initialStatus })));
  for (const chunk of chunks(made)) {
    await tx.insert(emails).values(
      chunk.map(({ id, recipientEmail }) => ({
        organizationId: actor.organizationId,
        id: uuidv7(),
        payoutId: id,
        kind: "payout_sent" as const,
        ordinal: 0,
        toEmail: recipientEmail,
        status: "queued" as const,
        queuedAt: now,
        nextAttemptAt: now,
      })),
    );
  }
  if (made.length > 0) await tx.execute(sql`select ${wake("emails")}`);
}

/** Keeps refused rows as they were written, each with its errors. */
export async function writeRefusals(tx: Tx, actor: Actor, rows: readonly RefusedRow[], stage: Stage, { batchId, now }: Destination): Promise<void> {
  for (const chunk of chunks(rows)) {
    const kept = chunk.map((row) => ({ ...row, id: uuidv7() }));
    const own = { organizationId: actor.organizationId, batchId };
    await tx.insert(refusedRows).values(kept.map(({ id, line, values }) => ({ ...own, id, line, values, createdAt: now })));
    const errors = kept.flatMap(({ id, errors }) => errors.map((error) => ({ ...own, ...error, id: uuidv7(), refusedRowId: id, stage, occurredAt: now })));
    for (const part of chunks(errors)) await tx.insert(ingestErrors).values(part);
  }
}
