import { closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { closeDb, db } from "@/db/client";
import { answers } from "@/scripts/run/address";
import { ROOT, startChild, WEB_SERVER } from "@/scripts/run/child";
import { applicationRole } from "@/scripts/database/make-roles";
import { startThrowAwayCluster } from "@/tests/support/cluster";
import { freePort } from "@/tests/support/free-port";

export type TestServer = {
  /** The environment of the tests' process: E2E_BASE_URL, E2E_EMPTY_DATABASE_URL (the owner's), and the same secrets as the server. */
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
    const application = new URL(cluster.url);
    Object.assign(application, { username: "portal", password: "a-password-of-the-tests" });
    // Only the owner makes databases; set-up.spec.ts needs one that nobody has set up.
    process.env.DATABASE_URL = cluster.url;
    await db.execute(sql`create database never_set_up`);
    await closeDb();
    await applicationRole(cluster.url, application.href);
    await closeDb();
    const environment = await settings(new URL("/never_set_up", cluster.url).href, application.href);
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

/** The portal, the worker and the tests are the role that may change no event and make no database. */
async function settings(emptyDatabaseUrl: string, applicationUrl: string) {
  const port = String(await freePort());
  const origin = `http://127.0.0.1:${port}`;
  return {
    NODE_ENV: "production",
    DATABASE_URL: applicationUrl,
    E2E_EMPTY_DATABASE_URL: emptyDatabaseUrl,
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
