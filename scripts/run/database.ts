import path from "node:path";
import { startCluster } from "@/db/embedded/cluster";
import { migrate } from "@/db/migrate";
import { ROOT } from "./child";
import { loadEnvironment } from "./environment";

export type Database = {
  url: string;
  embedded: boolean;
  /** Releases an embedded server, which stops when no other command uses it; a server of DATABASE_URL is left alone. */
  stop(): Promise<void>;
  /** Calls back once when the embedded server has died. */
  onLost(callback: () => void): void;
};

/**
 * The one way in which commands get a database: the one DATABASE_URL names, else the embedded one, started or joined.
 * Loads the environment first, sets DATABASE_URL for this process and its children, and runs the migrations, as their
 * owner where DATABASE_OWNER_URL names another role.
 */
export async function ensureDatabase(): Promise<Database> {
  loadEnvironment();
  const database = await findDatabase();
  process.env.DATABASE_URL = database.url;
  // The demo, as long as no mail server is set: see lib/emails/queries.ts.
  process.env.MERIDIAN_EMBEDDED_DATABASE = database.embedded ? "yes" : "";
  try {
    await migrate(database.url, { owner: takeOwnerUrl() });
  } catch (error) {
    await database.stop();
    throw error;
  }
  return database;
}

/** The address of who owns the tables; it is set to nothing, so that neither the portal nor the worker gets it. */
function takeOwnerUrl(): string | undefined {
  const owner = process.env.DATABASE_OWNER_URL?.trim();
  process.env.DATABASE_OWNER_URL = "";
  return owner || undefined;
}

async function findDatabase(): Promise<Database> {
  const own = process.env.DATABASE_URL?.trim();
  if (own) return { url: own, embedded: false, stop: async () => {}, onLost: () => {} };
  const cluster = await startCluster({ dataDir: path.join(ROOT, ".data/postgres") });
  return { ...cluster, embedded: true };
}
