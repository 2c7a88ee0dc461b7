import type { PgTransactionConfig } from "drizzle-orm/pg-core";
import { PostgresJsDatabase, PostgresJsSession, PostgresJsTransaction } from "drizzle-orm/postgres-js";
import type { Answer, Lease, Sending } from "./connection";
import { QuickDialect } from "./statement-text";
import { savepoint } from "./transaction";

type NoSchema = Record<string, never>;
type DriverSql = ConstructorParameters<typeof PostgresJsSession<never, NoSchema, NoSchema>>[0];

export type Db = PostgresJsDatabase<NoSchema>;
export type Tx = PostgresJsTransaction<NoSchema, NoSchema>;

/** How a session's statements and transactions reach a connection. */
interface Route {
  run(text: string, params: unknown[], sending: Sending): Promise<Answer>;
  transaction<T>(body: (tx: Tx) => Promise<T>, config?: PgTransactionConfig): Promise<T>;
}

const dialect = new QuickDialect();
const MAX_PARAMETERS = 65_533;

/** The ORM's database, sending every statement down `route`. */
export function databaseOver(route: Route): Db {
  return new PostgresJsDatabase(dialect, new RoutedSession(route), undefined);
}

/** The ORM's transaction on a leased connection that has begun one. */
export function transactionOver(lease: Lease, depth = 0): Tx {
  const nested: Route["transaction"] = (body) =>
    savepoint(lease, depth + 1, () => body(transactionOver(lease, depth + 1)));
  const session = new RoutedSession({ run: (...statement) => lease.run(...statement), transaction: nested });
  const tx: Tx = new PostgresJsTransaction(dialect, session, undefined, depth);
  tx.transaction = nested;
  return tx;
}

/**
 * The same executor for statements whose plan the server keeps: those that take longer to plan than to run, and that are
 * read in one way, by indexes, whatever their parameters are. What an index of some rows needs to know is written into
 * the text.
 */
export const keepingPlans = (executor: Db | Tx): Db => (executor._.session as unknown as RoutedSession).keepingPlans();

class RoutedSession extends PostgresJsSession<never, NoSchema, NoSchema> {
  #route: Route;

  constructor(route: Route) {
    // Of the driver's client the ORM's statements call `unsafe` alone.
    const client = {
      unsafe(text: string, params: unknown[] = []) {
        const send = (rows: Sending["rows"]) => route.run(text, encodeParameters(params), { rows });
        return {
          values: () => send("arrays"),
          then: (...handlers: Parameters<Promise<Answer>["then"]>) => send("objects").then(...handlers),
        };
      },
    };
    super(client as unknown as DriverSql, dialect, undefined);
    this.#route = route;
  }

  keepingPlans(): Db {
    const route = this.#route;
    return databaseOver({
      ...route,
      run: (text, params, sending) => route.run(text, params, { ...sending, keepsPlan: true }),
    });
  }

  override transaction<T>(body: (tx: Tx) => Promise<T>, config?: PgTransactionConfig): Promise<T> {
    return this.#route.transaction(body, config);
  }

  // The ORM wraps errors into one whose message quotes every parameter, names and addresses among
  // them, and messages end up in logs. The bare error is also the one that can be recognised.
  override prepareQuery(...args: Parameters<PostgresJsSession<never, NoSchema, NoSchema>["prepareQuery"]>) {
    const prepared = super.prepareQuery(...args);
    const unwrapped = (_text: string, _params: unknown[], query: () => Promise<unknown>) => query();
    return Object.assign(prepared, { queryWithCache: unwrapped }) as never;
  }
}

// What the driver would refuse, or send wrongly, half-way through its protocol.
function encodeParameters(params: unknown[]): unknown[] {
  if (params.length > MAX_PARAMETERS) throw new Error(`A statement takes at most ${MAX_PARAMETERS} parameters.`);
  return params.map((value, index) => {
    if (value === undefined) throw new Error(`Parameter $${index + 1} is undefined; say null if you mean it.`);
    return encodeParameter(value);
  });
}

/** A value as the driver sends it. */
export function encodeParameter(value: unknown): unknown {
  if (Array.isArray(value)) return arrayText(value);
  return value instanceof Date ? value.toISOString() : value;
}

/** An array as PostgreSQL reads it. Thousands of rows are sent as arrays, so that what needs no escape costs none. */
function arrayText(items: readonly unknown[]): string {
  if (items.length > 0 && items.every(isPlain)) return `{"${items.join('","')}"}`;
  return `{${items.map(itemText).join(",")}}`;
}

const special = /["\\]/;
const isPlain = (item: unknown): boolean => typeof item === "string" && !special.test(item);

function itemText(item: unknown): string {
  if (typeof item === "string") return special.test(item) ? `"${item.replace(/["\\]/g, "\\$&")}"` : `"${item}"`;
  if (item instanceof Date) return `"${item.toISOString()}"`;
  return Array.isArray(item) ? arrayText(item) : String(item ?? null);
}
