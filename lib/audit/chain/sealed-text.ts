import { createHash } from "node:crypto";
import { getTableColumns, sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { events } from "@/db/schema/events";

type Column = keyof typeof events.$inferSelect;

/** Which columns of events are hashed in new blocks. An older block is read as it was written. */
export const newestVersion = 1;

/**
 * Since which version a column is a part of an event's line, in this order; null for what may be erased, in the place of
 * which its hash is sealed. A new column goes to the end, with a new version.
 */
const hashedSince = {
  organizationId: 1,
  sequence: 1,
  id: 1,
  occurredAt: 1,
  name: 1,
  actorType: 1,
  actorUserId: 1,
  payoutId: 1,
  batchId: 1,
  userId: 1,
  fromStatus: 1,
  toStatus: 1,
  requestId: 1,
  contentHash: 1,
  reason: null,
  data: null,
  address: null,
  device: null,
  salt: null,
  erasedAt: null,
} as const satisfies Record<Column, number | null>;

const columns = getTableColumns(events);

/** A column as text: instants in UTC with microseconds, bytes in hex, everything else as PostgreSQL prints it. */
function textOf(name: Column): SQL {
  const column = sql`e.${sql.identifier(columns[name].name)}`;
  if (name === "occurredAt") return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  return name === "contentHash" ? sql`encode(${column}, 'hex')` : sql`${column}::text`;
}

const lineOf = (version: number): SQL => {
  const hashed = (Object.keys(hashedSince) as Column[]).filter((name) => (hashedSince[name] ?? Infinity) <= version);
  return sql`array[${sql.join(hashed.map(textOf), sql`, `)}]`;
};

export type SealedEvent = {
  sequence: bigint;
  id: string;
  /** What is hashed of it: JSON as RFC 8785 has it, an array of strings and nulls. */
  line: string;
  erased: boolean;
  /** Whether what may be personal is what was hashed; true of what was erased. */
  contentHolds: boolean;
};

type Personal = "reason" | "data" | "address" | "device";
type Row = Record<"sequence" | "id", string> & Record<Personal | "salt" | "hash", string | null>;
type FoundRow = Row & { line: string; erased: boolean };

/** Which events of one organization: those behind a place, up to another one. */
type Stretch = { organizationId: string; after: Place | null; upTo: bigint | null };
type Place = { sequence: bigint; id: string };

/** Behind every event with a sequence. */
export const endOf = (sequence: bigint): Place => ({ sequence, id: "ffffffff-ffff-ffff-ffff-ffffffffffff" });

/** The next events of a stretch in the order of their sequence, at most `limit`, wherever they stand: in their table or in the archive. */
export async function readSealed(
  executor: Executor,
  { organizationId, after, upTo }: Stretch,
  version: number,
  limit: number,
): Promise<SealedEvent[]> {
  const arm = (table: SQL) => sql`(
    select e.sequence, e.id, array_to_json(${lineOf(version)})::text as line, e.erased_at is not null as erased,
      e.salt::text as salt, e.reason, e.data::text as data, e.address, e.device, encode(e.content_hash, 'hex') as hash
    from ${table} e where e.organization_id = ${organizationId}::uuid
      ${after ? sql`and (e.sequence, e.id) > (${String(after.sequence)}::bigint, ${after.id}::uuid) and e.sequence >= ${String(after.sequence)}::bigint` : sql``}
      ${upTo === null ? sql`` : sql`and e.sequence <= ${String(upTo)}::bigint`}
    order by e.sequence, e.id limit ${limit})`;
  const rows = await executor.execute<FoundRow>(
    sql`${arm(sql`events`)} union all ${arm(sql`archive.events`)} order by sequence, id limit ${limit}`,
  );
  return rows.map(toSealed);
}

const toSealed = ({ line, erased, ...row }: FoundRow): SealedEvent => ({
  sequence: BigInt(row.sequence),
  id: row.id,
  // In PostgreSQL's JSON there are no spaces here either, but how it writes a sign is its own affair.
  line: JSON.stringify(JSON.parse(line)),
  erased,
  contentHolds: erased ? row.salt === null && isEmpty(row) : row.hash === contentHash(row),
});

const isEmpty = ({ reason, data, address, device }: Row) =>
  [reason, data, address, device].every((value) => value === null);

/** As `event_content_hash` of the database: SHA-256 over the 16 bytes of the salt and the JSON of what may be personal. */
function contentHash(row: Row): string | null {
  const { salt, reason, data, address, device } = row;
  if (salt === null) return isEmpty(row) ? null : "";
  const text = JSON.stringify([reason, data, ...(address === null && device === null ? [] : [address, device])]);
  return createHash("sha256")
    .update(Buffer.from(salt.replaceAll("-", ""), "hex"))
    .update(text)
    .digest("hex");
}

/** What a block says of itself: the first line of its text. */
export type BlockHead = {
  version: number;
  organizationId: string;
  number: number;
  firstSequence: bigint;
  lastSequence: bigint;
  count: number;
  sealedAt: Date;
  previousHash: Buffer | null;
};

/**
 * Hashes the text of a block, line by line: one that says what the block is, here, and then one for each of its events
 * through `add`. Each ends with a line feed.
 */
export function hashBlock(head: BlockHead): { add(line: string): void; digest(): Buffer } {
  const { organizationId, number, firstSequence, lastSequence, count, sealedAt, previousHash } = head;
  const hash = createHash("sha256");
  const add = (line: string) => void hash.update(`${line}\n`);
  add(
    JSON.stringify([
      `meridian-block-${head.version}`,
      organizationId,
      ...[number, firstSequence, lastSequence, count].map(String),
      sealedAt.toISOString(),
      previousHash?.toString("hex") ?? null,
    ]),
  );
  return { add, digest: () => hash.digest() };
}

const hashBytes = 8;
export const printBytes = 32;

/** What a block keeps of an event: sequence, id and the first eight bytes of the SHA-256 of its line. */
export function printOf({ sequence, id, line }: Pick<SealedEvent, "sequence" | "id" | "line">): Buffer {
  const print = Buffer.alloc(printBytes);
  print.writeBigInt64BE(sequence);
  print.write(id.replaceAll("-", ""), 8, "hex");
  createHash("sha256").update(line).digest().copy(print, 24, 0, hashBytes);
  return print;
}

/** A print is read back: `hash` in hex. */
export function readPrint(prints: Buffer, index: number): { sequence: bigint; id: string; hash: string } {
  const print = prints.subarray(index * printBytes, (index + 1) * printBytes);
  const hex = print.toString("hex", 8, 24);
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  return { sequence: print.readBigInt64BE(), id, hash: print.toString("hex", 24) };
}
