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
 * columns carry the names of the properties.
 */
function prepare(ids: readonly string[], columnOf: ColumnOf, creation: Creation): PreparedPayouts {
  const extra = columnOf("extra") as readonly ExtraTexts[];
  const said: { name: string; type: string; values: readonly unknown[] }[] = [
    ...(["line", ...storedProperties] as const).map((property) => ({
      name: property,
      type: columns[property].getSQLType(),
      values: columnOf(property),
    })),
    { name: "extra", type: "text", values: extra.map((texts) => texts && JSON.stringify(texts)) },
  ];
  // What all payouts have, such as their expiry or nothing in a column that the file does not have, is sent once.
  const shared = said.filter(({ values }) => values.every((value) => value === values[0]));
  const own = [{ name: "id", type: "uuid", values: ids }, ...said.filter((column) => !shared.includes(column))];
  const once = shared.map(
    ({ name, type, values }) => sql`, ${sql.param(values[0])}::${sql.raw(type)} as ${sql.identifier(name)}`,
  );
  const arrays = own.map(({ type, values }) => sql`${sql.param(values)}::${sql.raw(type)}[]`);
  const names = own.map(({ name }) => sql.identifier(name));
  return {
    count: ids.length,
    given: sql`select *${sql.join(once)} from unnest(${sql.join(arrays, sql`, `)}) as given (${sql.join(names, sql`, `)})`,
    creation,
  };
}

const statement = (author: Author, { given, creation }: PreparedPayouts): SQL => sql`
  with given as (${given}),
  made as (${insertInto(payouts, payoutValues(author, creation), sql`given`)} on conflict (organization_id, reference) do nothing returning id, recipient_email),
  event as (${insertEvents(author, eventValues(creation), sql`made`)}),
  email as (${insertEmails(emailValues(author, creation), sql`made`)})
  select reference from given left join made using (id) where made.id is null`;

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
    extra: sql`${given("extra")}::jsonb`,
  };
  return { ...own, ...(storedInGiven as Record<StoredProperty, SQL>) };
}

// The first event and the first email of a payout have its id, so that thousands of each need no other ones.
const eventValues = ({ now, from, event }: Creation): EventValues => ({
  id: sql`id`,
  occurredAt: instant(now),
  name: "payout.created",
  payoutId: sql`id`,
  toStatus: newStatus,
  ...(!("reissueOf" in from) && { batchId: sql`${from.batchId}::uuid` }),
  ...(event?.reason && { reason: sql`${event.reason}::text` }),
  ...(event && { data: sql`${JSON.stringify(event.data)}::jsonb` }),
});

const emailValues = ({ organizationId }: Author, { now }: Creation): OutboxEmail => ({
  organizationId: sql`${organizationId}::uuid`,
  id: sql`id`,
  payoutId: sql`id`,
  kind: "payout_sent",
  ordinal: sql`0`,
  toEmail: sql`recipient_email`,
  at: instant(now),
});
