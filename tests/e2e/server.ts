import { closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { closeDb } from "@/db/client";
import { migrate } from "@/db/migrate";
import { answers } from "@/scripts/run/address";
import { ROOT, startChild, WEB_SERVER } from "@/scripts/run/child";
import { startThrowAwayCluster } from "@/tests/support/cluster";
import { freePort } from "@/tests/support/free-port";

export type TestServer = {
  /** The environment of the tests' process: E2E_BASE_URL, E2E_DATABASE_URL, and the same secrets as the server. */
  environment: Record<string, string>;
  stop(): Promise<void>;
};

const LOG = path.join(ROOT, ".data/e2e-server.log");

/**
 * The built portal and its worker on a migrated, empty, temporary database.
 * @throws when the portal does not answer; its output is in .data/e2e-server.log.
 */
export async function startServer(): Promise<TestServer> {
  const cluster = await startThrowAwayCluster();
  const started: { stop(): Promise<void> }[] = [cluster];
  const stop = async () => {
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  try {
    await migrate(cluster.url);
    await closeDb();
    const environment = await settings(cluster.url);
    const log = openLog();
    started.push(startChild(["--import", "tsx", "lib/worker/main.ts"], environment, log));
    const web = startChild([WEB_SERVER], environment, log);
    started.push(web);
    closeSync(log);
    if (!(await answers(environment.E2E_BASE_URL, web.ended))) throw new Error(`The portal did not start; see ${LOG}`);
    return { environment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function settings(databaseUrl: string) {
  const port = String(await freePort());
  const origin = `http://127.0.0.1:${port}`;
  return {
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    E2E_DATABASE_URL: databaseUrl,
    E2E_BASE_URL: origin,
    PORTAL_URL: origin,
    PORT: port,
    HOST: "127.0.0.1",
    // Empty, so that a developer's .env does not make the tests send email.
    SMTP_URL: "",
    AUTH_SECRET: "auth-secret-of-the-tests-only-00000",
    LINK_KEY: "link-key-of-the-tests-only-000000000",
    DETAILS_KEYS: "tests:dGhlLWtleS1vZi10aGUtdGVzdHMtb25seS0wMDAwMDA=",
    SANDBOX_DELAY_MS: "200",
  };
}

function openLog(): number {
  mkdirSync(path.dirname(LOG), { recursive: true });
  return openSync(LOG, "w");
}
