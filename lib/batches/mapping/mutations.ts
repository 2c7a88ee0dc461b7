import { and, eq, ne, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { isUniqueViolation, transaction, type Tx } from "@/db/client";
import { columnMappings } from "@/db/schema/column_mappings";
import { assertAdmin, type Actor } from "@/lib/actor";
import { headerSet, type ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";
import { mappingUnder, type Answers } from "@/lib/batches/file-format/mapping/roles";
import { lockBatch, nothingValidated } from "@/lib/batches/mutations";
import { moveBatch } from "@/lib/batches/transition";
import { DomainError, notFound } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { incomingText } from "@/lib/incoming-text";
import { readInput } from "@/lib/input";
import { databaseNow } from "@/lib/time";
import { answeredMapping } from "./preview";
import { mostMappings, type RememberedMapping } from "./queries";
import { assertFileKept, firstRowsOf } from "./table";

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
 * that make no mapping, for a name that another mapping has, and for a name where the file has no header
 */
export async function chooseColumns(
  actor: Actor,
  id: string,
  answers: Answers,
  remember: string | null,
): Promise<void> {
  const name = remember === null ? null : readInput(mappingName, remember);
  const said = await answeredMapping(await firstRowsOf(actor, id), answers);
  if ("problems" in said) throw new DomainError("invalid", said.problems.join(" "));
  const { mapping } = said;
  if (name !== null && mapping.header.line === null) throw new DomainError("invalid", withoutHeader);
  await transaction(async (tx) => {
    assertFileKept(await lockBatch(actor, tx, id));
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
    if (name !== null) await rememberMapping(tx, actor, name, mapping);
  }).catch(nameTaken(name ?? ""));
}

const withoutHeader =
  "A file without a header is asked about each time, because nothing in it names its columns. So this cannot be remembered: read the file without remembering it, or give it a header line.";

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

/** `savedAt`: of the mapping that the person saw, which tells it from the same one after a change. */
type MappingChange = { name: string; answers: Answers; savedAt: Date };

/**
 * Changes a remembered mapping: its name, and what the columns of its header are. What it has read stays as it is.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when it was changed since then, `invalid` for answers that make
 * no mapping and for a name that is taken @returns the name
 */
export async function changeMapping(actor: Actor, id: string, { name: to, answers, savedAt: seen }: MappingChange) {
  assertAdmin(actor);
  const name = readInput(mappingName, to);
  await transaction(async (tx) => {
    const before = await lockMapping(tx, actor, id);
    if (before.savedAt.getTime() !== seen.getTime())
      throw new DomainError("conflict", "This mapping was changed in the meantime. Reload the page, and look again.");
    const made = mappingUnder(answers, before.mapping.header, before.mapping);
    if ("problems" in made) throw new DomainError("invalid", made.problems.join(" "));
    const now = await databaseNow(tx);
    // Later than before, also within a millisecond.
    const savedAt = new Date(Math.max(now.getTime(), before.savedAt.getTime() + 1));
    const savedBy = actor.type === "user" ? actor.userId : null;
    const set = { name, mapping: made.mapping, savedBy, savedAt };
    await tx.update(columnMappings).set(set).where(ofMapping(actor.organizationId, id));
    const data = { mapping: name, from: before.name };
    await recordEvents(tx, actor, [{ name: "mapping.changed", occurredAt: now, data }]);
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
