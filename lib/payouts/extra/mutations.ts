import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { transaction, type Tx } from "@/db/client";
import { extraColumns } from "@/db/schema/extra_columns";
import { assertAdmin, type Actor } from "@/lib/actor";
import { DomainError, notFound } from "@/lib/errors";
import { incomingText } from "@/lib/incoming-text";
import { recordChange } from "@/lib/settings/change-event";
import type { OwnColumn } from "./columns";

export const columnLabel = incomingText(
  z.string().min(1, "The column needs a name.").max(60, "The name is longer than 60 characters."),
  { joiners: true },
);

/** `place`: among the organization's columns, from 1 on. */
type ColumnChange = Pick<OwnColumn, "label" | "shownToRecipients" | "personal"> & { place: number };

/**
 * Names one of the organization's own columns, moves it to a place among them, and says who sees it; recorded in one
 * event. Repeated, it changes nothing.
 * @param seen the version that the admin saw
 * @returns whether it was otherwise before
 * @throws DomainError `forbidden` for all but admins, `not_found`, `invalid` for a name that another column has,
 * `conflict` when somebody else changed the column in between
 */
export async function changeColumn(actor: Actor, id: string, change: ColumnChange, seen: number): Promise<boolean> {
  assertAdmin(actor);
  return transaction(async (tx) => {
    const columns = await lockColumns(tx, actor);
    const at = columns.findIndex((column) => column.id === id);
    const before = columns[at];
    if (!before) throw notFound("column");
    const place = Math.min(change.place, columns.length);
    const [from, to] = [said(before, at + 1), said(change, place)];
    if (from === to) return false;
    const isTaken = columns.some((other) => other !== before && folded(other.label) === folded(change.label));
    if (isTaken) throw new DomainError("invalid", "Another column has this name.", "label");
    if (before.version !== seen)
      throw new DomainError(
        "conflict",
        "Nothing was saved: somebody else has changed this column meanwhile. It is shown as it is now.",
      );
    const { label, shownToRecipients, personal } = change;
    await tx
      .update(extraColumns)
      .set({ label, shownToRecipients, personal, version: sql`${extraColumns.version} + 1` })
      .where(and(eq(extraColumns.organizationId, actor.organizationId), eq(extraColumns.id, id)));
    if (place !== at + 1) await order(tx, actor, columns.toSpliced(at, 1).toSpliced(place - 1, 0, before));
    await recordChange(tx, actor, [["column", from, to]]);
    return true;
  });
}

const folded = (text: string) => text.toLowerCase();

/** In their order. They are locked together, because a place is one among all. */
const lockColumns = (tx: Tx, { organizationId }: Actor): Promise<OwnColumn[]> =>
  tx
    .select()
    .from(extraColumns)
    .where(eq(extraColumns.organizationId, organizationId))
    .orderBy(asc(extraColumns.position), asc(extraColumns.key))
    .for("update");

async function order(tx: Tx, { organizationId }: Actor, columns: readonly OwnColumn[]): Promise<void> {
  const ids = sql`${sql.param(columns.map(({ id }) => id))}::uuid[]`;
  await tx
    .update(extraColumns)
    .set({ position: sql`array_position(${ids}, ${extraColumns.id})` })
    .where(eq(extraColumns.organizationId, organizationId));
}

/** A column as the audit log says it. */
const said = ({ label, shownToRecipients, personal }: Omit<ColumnChange, "place">, place: number): string =>
  [
    label,
    `place ${place}`,
    shownToRecipients ? "shown to recipients" : "not shown to recipients",
    personal ? "personal" : "not personal",
  ].join(", ");
