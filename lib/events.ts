import { getTableColumns, sql, type SQL } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Executor } from "@/db/client";
import type { Question } from "@/db/question";
import { insertInto, rowsOf, type InsertValues } from "@/db/insert-into";
import { events } from "@/db/schema/events";
import type { Actor, Author } from "./actor";
import type { EventName } from "./events-table";

/** The columns of an event that say who did it, and from where. */
function authorOf(author: Author) {
  return {
    organizationId: sql`${author.organizationId}::uuid`,
    actorType: sql`${author.type}::actor_type`,
    actorUserId: author.type === "user" ? sql`${author.userId}::uuid` : sql`null::uuid`,
    requestId: sql`${author.requestId}::text`,
    address: sql`${author.from?.address ?? null}::text`,
    device: sql`${author.from?.device ?? null}::text`,
  } satisfies Partial<InsertValues<typeof events>>;
}

type AuthorColumn = keyof ReturnType<typeof authorOf>;

/** What the database gives an event: its place, the hash of what it says, and later whether that was erased. */
const givenColumns = ["sequence", "salt", "contentHash", "erasedAt"] as const;
type GivenColumn = (typeof givenColumns)[number];

/** What an event says beside who did it; each value is SQL over the rows that it is made of. */
export type EventValues = Omit<InsertValues<typeof events>, AuthorColumn | GivenColumn | "name"> & {
  name: EventName | SQL;
};

/**
 * Appends an event for each row of `from`: the one piece of SQL that writes events. It is a part of the statement that
 * changes what the event is about, so that both exist or neither.
 */
export function insertEvents(author: Author, { name, ...values }: EventValues, from: SQL): SQL {
  return insertInto(
    events,
    { ...authorOf(author), name: typeof name === "string" ? sql`${name}::text` : name, ...values },
    from,
  );
}

type NewEvent = Omit<typeof events.$inferInsert, AuthorColumn | GivenColumn | "id" | "name"> & { name: EventName };

const authorColumns = Object.keys(authorOf({ type: "system", organizationId: "", requestId: "" }));

type OwnColumn = Exclude<keyof typeof events.$inferInsert, AuthorColumn | GivenColumn>;
const otherColumns: readonly string[] = [...authorColumns, ...givenColumns];
const ownColumns = Object.keys(getTableColumns(events)).filter((name) => !otherColumns.includes(name)) as OwnColumn[];
const ownValues = Object.fromEntries(ownColumns.map((name) => [name, sql`${sql.identifier(name)}`]));

const rowsPerInsert = 2_000;

/** Appends events that are known here, in the transaction of the change that they tell of. */
export async function recordEvents(tx: Executor, author: Author, happened: readonly NewEvent[]): Promise<void> {
  for (let start = 0; start < happened.length; start += rowsPerInsert) {
    const rows = happened.slice(start, start + rowsPerInsert).map((event) => ({ ...event, id: uuidv7() }));
    await tx.execute(insertEvents(author, ownValues as EventValues, rowsOf(events, rows, ownColumns)));
  }
}

/** Asks for the id of the latest event of the actor's organization; empty before the first. */
export const latestEvent = ({ organizationId }: Actor): Question<string> => ({
  statement: sql`select id from ${events} where organization_id = ${organizationId} order by id desc limit 1`,
  keepsPlan: true,
  understand: ([latest]: { id: string }[]) => latest?.id ?? "",
});
