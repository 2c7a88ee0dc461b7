import { and, eq, ne, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { isUniqueViolation, transaction, type Tx } from "@/db/client";
import { columnMappings } from "@/db/schema/column_mappings";
import { assertAdmin, type Actor } from "@/lib/actor";
import { headerSet, type ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";
import type { Answers } from "@/lib/batches/file-format/mapping/roles";
import { deleteReviewRows } from "@/lib/batches/ingest/review-rows";
import { lockBatch, nothingValidated } from "@/lib/batches/mutations";
import { moveBatch } from "@/lib/batches/transition";
import { DomainError, notFound } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { incomingText } from "@/lib/incoming-text";
import { readInput } from "@/lib/input";
import { databaseNow } from "@/lib/time";
import { answeredMapping } from "./preview";
import { mostMappings, type RememberedMapping } from "./queries";
import { firstRowsOf } from "./table";

const longestName = 80;

export const mappingName = incomingText(
  z
    .string("Give the mapping a name.")
    .min(1, "Give the mapping a name.")
    .max(longestName, `The name is longer than ${longestName} characters.`),
  { joiners: true },
);

/**
 * Says what the columns of a batch's file are. Every row is then checked under that, and reviewed. With a name, the
 * mapping is remembered for later files with the same header cells, in place of an earlier one for them.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when its columns can no longer be chosen, `invalid` for answers
 * that make no mapping and for a name that another mapping has
 */
export async function chooseColumns(
  actor: Actor,
  id: string,
  answers: Answers,
  remember: string | null,
): Promise<void> {
  const name = remember === null ? null : readInput(mappingName, remember);
  const said = answeredMapping(await firstRowsOf(actor, id), answers);
  if ("problems" in said) throw new DomainError("invalid", said.problems.join(" "));
  const { mapping } = said;
  await transaction(async (tx) => {
    const batch = await lockBatch(actor, tx, id);
    await moveBatch(tx, { actor, id }, "chooseColumns", {
      set: {
        ...nothingValidated,
        // What a command or folder decided beforehand was decided for another reading of the file.
        autoProcess: false,
        mode: null,
        decidedBy: null,
        processedLine: 0,
        processedAt: null,
        columnsRead: { how: "chosen", name: name ?? "", mapping },
      },
    });
    await deleteReviewRows(tx, batch);
    if (name !== null) await rememberMapping(tx, actor, name, mapping);
  }).catch(nameTaken(name ?? ""));
}

async function rememberMapping(tx: Tx, actor: Actor, name: string, mapping: ColumnMapping): Promise<void> {
  const { organizationId } = actor;
  const set = headerSet(mapping.header.keys, mapping.header.line !== null);
  await assertRoom(tx, organizationId, set);
  const savedAt = await databaseNow(tx);
  const saved = { name, mapping, savedBy: actor.type === "user" ? actor.userId : null, savedAt };
  await tx
    .insert(columnMappings)
    .values({ organizationId, id: uuidv7(), headerSet: set, ...saved })
    .onConflictDoUpdate({ target: [columnMappings.organizationId, columnMappings.headerSet], set: saved });
  await recordEvents(tx, actor, [{ name: "mapping.remembered", occurredAt: savedAt, data: { mapping: name } }]);
}

/** One after another, so that two at once do not make one too many. */
async function assertRoom(tx: Tx, organizationId: string, set: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`column_mappings ${organizationId}`}, 0))`);
  const others = and(eq(columnMappings.organizationId, organizationId), ne(columnMappings.headerSet, set));
  if ((await tx.$count(columnMappings, others)) < mostMappings) return;
  throw new DomainError("conflict", `There are ${mostMappings} mappings already, which is the most. Delete one first.`);
}

const nameTaken =
  (name: string) =>
  (error: unknown): never => {
    if (!isUniqueViolation(error, "column_mappings_name")) throw error;
    throw new DomainError("invalid", `There is a mapping called “${name}” already. Choose another name.`, "name");
  };

/** A remembered mapping, locked. @throws DomainError `not_found` */
async function lockMapping(tx: Tx, { organizationId }: Actor, id: string): Promise<RememberedMapping> {
  const known = z.uuid().safeParse(id).success;
  const [found] = known
    ? await tx.select().from(columnMappings).where(ofMapping(organizationId, id)).for("update")
    : [];
  if (!found) throw notFound("mapping");
  return found;
}

const ofMapping = (organizationId: string, id: string) =>
  and(eq(columnMappings.organizationId, organizationId), eq(columnMappings.id, id));

/**
 * Gives a remembered mapping another name.
 * @throws DomainError `forbidden`, `not_found`, `invalid` for a name that is taken @returns the name
 */
export async function renameMapping(actor: Actor, id: string, to: string): Promise<string> {
  assertAdmin(actor);
  const name = readInput(mappingName, to);
  await transaction(async (tx) => {
    const mapping = await lockMapping(tx, actor, id);
    if (mapping.name === name) return;
    await tx.update(columnMappings).set({ name }).where(ofMapping(actor.organizationId, id));
    const data = { mapping: name, from: mapping.name };
    await recordEvents(tx, actor, [{ name: "mapping.renamed", occurredAt: await databaseNow(tx), data }]);
  }).catch(nameTaken(name));
  return name;
}

/**
 * Forgets a mapping: later files with these columns are asked about. What it has read stays as it is.
 * @throws DomainError `forbidden`, `not_found` (also the second time) @returns its name
 */
export async function deleteMapping(actor: Actor, id: string): Promise<string> {
  assertAdmin(actor);
  return transaction(async (tx) => {
    const { name } = await lockMapping(tx, actor, id);
    await tx.delete(columnMappings).where(ofMapping(actor.organizationId, id));
    const data = { mapping: name };
    await recordEvents(tx, actor, [{ name: "mapping.deleted", occurredAt: await databaseNow(tx), data }]);
    return name;
  });
}
