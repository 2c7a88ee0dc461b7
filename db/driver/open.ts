import { connect as connectSocket, type Socket } from "node:net";
import postgres from "postgres";
import { Connection, type DriverClient } from "./connection";
import { ConnectionLost, DatabaseUnavailable } from "./errors";
import { sessionSettings } from "./transaction";

const CONNECT_MS = 5_000;

/** A server, or a pooler in front of one. */
export interface Place {
  url: string;
  /**
   * A pooler gives each transaction a session of the server that others use before and after it: nothing may be set,
   * prepared or listened to beyond a transaction.
   */
  pooled: boolean;
}

/**
 * One driver client holding one connection, proved by a first statement.
 * @throws DatabaseUnavailable also when a pooler stands there that `pooled` does not speak of
 */
export async function openConnection(
  { url, pooled }: Place,
  onNotify?: (payload: string) => void,
): Promise<Connection> {
  let socket: Socket | undefined;
  const client = postgres(url, {
    ...driverOptions,
    connection: { application_name: "meridian", ...(!pooled && sessionSettings) },
    onclose: () => connection.fail(new ConnectionLost("The database closed the connection.")),
    onnotify: (_channel: string, payload: string) => onNotify?.(payload),
    // A socket of ours can be destroyed at once, and the client cannot open a second one.
    socket: (options: SocketOptions) => {
      if (socket) throw new Error("A connection is never made twice by the same client.");
      socket = connectSocket(addressOf(options));
      return established(Object.assign(socket, { host: options.host[0] }));
    },
  } as unknown as postgres.Options<Record<string, never>>);
  leaveTimesToTheOrm(client);
  const connection = new Connection(client as unknown as DriverClient, () => socket?.destroy(), pooled);
  const timer = setTimeout(() => connection.fail(new DatabaseUnavailable("Connecting took too long.")), CONNECT_MS);
  try {
    const [proof] = await connection.send(pooled ? "select true as kept" : settingsKept);
    if (!(proof as { kept: boolean }).kept) throw new Error("The settings of the session were not kept.");
    return connection;
  } catch (error) {
    connection.fail(new DatabaseUnavailable("The connection was given up."));
    if (isOfPooler(error)) throw new DatabaseUnavailable(poolerFound);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

const poolerFound =
  "The address leads to a connection pooler such as PgBouncer, which drops the settings of sessions. Set DATABASE_POOLER=transaction.";

// A pooler may be told to ignore the settings that it does not know.
const settingsKept = `select extract(epoch from current_setting('statement_timeout')::interval) * 1000 = ${sessionSettings.statement_timeout} as kept`;

/** A pooler refuses settings that it does not know by these words, or drops them. */
function isOfPooler(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /unsupported startup parameter|settings of the session/.test(error.message) || isOfPooler(error.cause);
}

const driverOptions = {
  max: 1,
  idle_timeout: null,
  max_lifetime: null,
  connect_timeout: CONNECT_MS / 1_000,
  // Nobody awaits the driver's query for array types: its failure would be an uncaught error.
  fetch_types: false,
  onnotice: () => undefined,
};

interface SocketOptions {
  host: string[];
  port: number[];
  path: string | false;
}

function addressOf({ host, port, path }: SocketOptions) {
  return path ? { path } : { host: host[0], port: port[0]!, keepAlive: true, noDelay: true };
}

function established(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(socket));
    socket.on("error", reject);
    socket.once("close", () => reject(new Error("The connection was closed while it was being made.")));
  });
}

const TIMES = [1082, 1083, 1114, 1115, 1182, 1184, 1185, 1231];
const JSON_TYPES = [114, 3802];

// The ORM converts these types itself, and expects PostgreSQL's text form.
function leaveTimesToTheOrm({ options }: postgres.Sql): void {
  const asText = (value: unknown) => value;
  const { parsers, serializers } = options as unknown as Record<string, Record<number, typeof asText>>;
  for (const type of TIMES) parsers![type] = asText;
  for (const type of [...TIMES, ...JSON_TYPES]) serializers![type] = asText;
}
