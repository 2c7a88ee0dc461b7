import { getTableColumns, sql, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { insertInto, type InsertValues } from "@/db/insert-into";
import { payouts } from "@/db/schema/payouts";
import type { Author } from "@/lib/actor";
import { env } from "@/lib/env";
import { insertEvents, type EventValues } from "@/lib/events";
import { newIds } from "@/lib/new-ids";
import { insertEmails, type OutboxEmail } from "@/lib/outbox";
import { notifyWorkers } from "@/lib/queue";
import { linkHash, linkToken } from "@/lib/token";
import type { CreationProperty, PayoutInCreation } from "./fields/field";
import type { ExtraTexts } from "./extra/columns";
import { columnNames, payoutField, type PayoutFields, type StoredProperty } from "./fields/table";
import { initialStatus } from "./transitions";

const dayMs = 86_400_000;
const firstLinkVersion = 1;
const rowsPerStatement = 5_000;

const columns = getTableColumns(payouts);
const storedFields = columnNames.map(payoutField);
const storedProperties = storedFields.map(({ stored }) => stored.property as StoredProperty);

/** What the columns say of a payout, as the table `payouts` stores it. */
export type StoredValues = Pick<typeof payouts.$inferSelect, StoredProperty>;

/** A payout that does not exist yet; `line` of its batch's file, null for one that replaces another or has no batch. */
type NewPayout = StoredValues & { id: string; line: number | null; extra: ExtraTexts };

/** What payouts that are created together have in common; `event` is kept in the event of each. */
type Creation = {
  now: Date;
  from: { batchId: string } | { reissueOf: string; batchId: string | null; fromLine: number | null };
  event?: { reason: string | undefined; data: Record<string, string | boolean> };
};

/** Rows of a batch that become payouts; each lives `lifetimeDays` unless it says otherwise. */
export type BatchCreation = { batchId: string; now: Date; lifetimeDays: number };
type ReadPayout = PayoutFields & { line: number; extra?: ExtraTexts };

/** Payouts ready to be created, at most a few thousand. */
export type PreparedPayouts = { count: number; given: SQL; creation: Creation };

/** When a payout that is created now expires unless it says otherwise. */
export const usualExpiry = (now: Date, lifetimeDays: number): Date => new Date(now.getTime() + lifetimeDays * dayMs);

/**
 * Everything about new payouts of a batch that needs no database, so that it can be done while the database is busy
 * with others.
 * @param rows at most a few thousand
 */
export function preparePayouts(
  rows: readonly ReadPayout[],
  { batchId, now, lifetimeDays }: BatchCreation,
): PreparedPayouts {
  const sorted = rows.toSorted(byReference);
  const ids = newIds(rows.length);
  const [key, expiry] = [env().LINK_KEY, usualExpiry(now, lifetimeDays)];
  const inCreation = ids.map((payoutId): PayoutInCreation => ({ key, payoutId, usualExpiry: expiry }));
  const columnOf: ColumnOf = (name) => {
    if (name === "id") return ids;
    if (name === "line") return sorted.map(({ line }) => line);
    if (name === "extra") return sorted.map(({ extra = null }) => extra);
    const { property, stored } = storedFields.find((field) => field.stored.property === name)!;
    return sorted.map((row, index) => stored.value(row[property as keyof PayoutFields] as never, inCreation[index]!));
  };
  return prepare(ids, columnOf, { now, from: { batchId } });
}

/**
 * Creates prepared payouts, each with its event and its first email, in one statement.
 * @returns the references that another payout got first; nothing was created for those
 */
export async function createPrepared(tx: Tx, author: Author, prepared: PreparedPayouts): Promise<Set<string>> {
  if (prepared.count === 0) return new Set();
  const taken = await tx.execute<{ reference: string }>(statement(author, prepared));
  if (taken.length < prepared.count) await tx.execute(sql`select ${notifyWorkers("emails")}`);
  return new Set(taken.map(({ reference }) => reference));
}

/** The same in one go, for any number of rows of a batch. */
export async function createPayouts(
  tx: Tx,
  author: Author,
  rows: readonly ReadPayout[],
  batch: BatchCreation,
): Promise<Set<string>> {
  const sorted = rows.toSorted(byReference);
  const taken = new Set<string>();
  for (let start = 0; start < sorted.length; start += rowsPerStatement) {
    const prepared = preparePayouts(sorted.slice(start, start + rowsPerStatement), batch);
    for (const reference of await createPrepared(tx, author, prepared)) taken.add(reference);
  }
  return taken;
}

/**
 * The same for one payout whose values are known.
 * @returns false when another payout has its reference
 */
export const createPayout = async (tx: Tx, author: Author, payout: NewPayout, creation: Creation): Promise<boolean> =>
  (
    await createPrepared(
      tx,
      author,
      prepare([payout.id], (name) => [payout[name]], creation),
    )
  ).size === 0;

type Named = { reference: string };

/**
 * Two statements that share references take them in one order, so that neither waits for the other in a circle. The ids
 * rise in this order too, because what is appended to an index costs less than what is put into its midst.
 */
const byReference = (one: Named, other: Named) => (one.reference < other.reference ? -1 : 1);

/** What the payouts store in a column, in their order. */
type ColumnOf = (name: keyof NewPayout) => readonly unknown[];

/**
 * Payouts as one array a column, which the server reads in two thirds of the time it needs for the same in JSON. The
 * columns carry the names of the properties; beside them stand the ids of the event and the email.
 */
function prepare(payoutIds: readonly string[], columnOf: ColumnOf, creation: Creation): PreparedPayouts {
  const key = env().LINK_KEY;
  const ids = newIds(2 * payoutIds.length);
  const extra = columnOf("extra") as readonly ExtraTexts[];
  const arrays: { name: string; type: string; values: readonly unknown[] }[] = [
    ...(["id", "line", ...storedProperties] as const).map((property) => ({
      name: property,
      type: columns[property].getSQLType(),
      values: columnOf(property),
    })),
    { name: "extra", type: "text", values: extra.map((texts) => texts && JSON.stringify(texts)) },
    { name: "linkHash", type: "text", values: payoutIds.map((id) => linkHash(linkToken(key, id, firstLinkVersion))) },
    { name: "eventId", type: "uuid", values: ids.slice(0, payoutIds.length) },
    { name: "emailId", type: "uuid", values: ids.slice(payoutIds.length) },
  ];
  // What no payout has, such as a column that the file does not have, is sent once.
  const filled = arrays.filter(({ values }) => values.some((value) => value !== null));
  const empty = arrays.filter((array) => !filled.includes(array));
  const values = filled.map((array) => sql`${sql.param(array.values)}::${sql.raw(array.type)}[]`);
  const names = filled.map(({ name }) => sql.identifier(name));
  const nulls = empty.map(({ name, type }) => sql`, null::${sql.raw(type)} as ${sql.identifier(name)}`);
  return {
    count: payoutIds.length,
    given: sql`select *${sql.join(nulls)} from unnest(${sql.join(values, sql`, `)}) as given (${sql.join(names, sql`, `)})`,
    creation,
  };
}

const statement = (author: Author, { given, creation }: PreparedPayouts): SQL => sql`
  with given as (${given}),
  made as (${insertInto(payouts, payoutValues(author, creation), sql`given`)} on conflict (organization_id, reference) do nothing returning id),
  event as (${insertEvents(author, eventValues(creation), createdRows)}),
  email as (${insertEmails(emailValues(author, creation), createdRows)})
  select reference from given left join made using (id) where made.id is null`;

const createdRows = sql`given join made using (id)`;
const newStatus = sql`${initialStatus}::payout_status`;
const instant = (date: Date): SQL => sql`${date.toISOString()}::timestamptz`;
const given = (name: string): SQL => sql`${sql.identifier(name)}`;
const storedInGiven = Object.fromEntries(storedProperties.map((name) => [name, given(name)]));

function payoutValues({ organizationId }: Author, { now, from }: Creation): InsertValues<typeof payouts> {
  const own: Record<CreationProperty, SQL> = {
    organizationId: sql`${organizationId}::uuid`,
    id: given("id"),
    batchId: sql`${from.batchId}::uuid`,
    line: given("line"),
    fromLine: sql`${"reissueOf" in from ? from.fromLine : null}::int`,
    reissueOf: sql`${"reissueOf" in from ? from.reissueOf : null}::uuid`,
    status: newStatus,
    statusChangedAt: instant(now),
    createdAt: instant(now),
    lastEmailedAt: instant(now),
    linkVersion: sql.raw(String(firstLinkVersion)),
    linkHash: given("linkHash"),
    extra: sql`${given("extra")}::jsonb`,
  };
  return { ...own, ...(storedInGiven as Record<StoredProperty, SQL>) };
}

const eventValues = ({ now, from, event }: Creation): EventValues => ({
  id: given("eventId"),
  occurredAt: instant(now),
  name: "payout.created",
  payoutId: given("id"),
  toStatus: newStatus,
  ...(!("reissueOf" in from) && { batchId: sql`${from.batchId}::uuid` }),
  ...(event?.reason && { reason: sql`${event.reason}::text` }),
  ...(event && { data: sql`${JSON.stringify(event.data)}::jsonb` }),
});

const emailValues = ({ organizationId }: Author, { now }: Creation): OutboxEmail => ({
  organizationId: sql`${organizationId}::uuid`,
  id: given("emailId"),
  payoutId: given("id"),
  kind: "payout_sent",
  ordinal: sql`0`,
  toEmail: given("recipientEmail" satisfies StoredProperty),
  at: instant(now),
});
