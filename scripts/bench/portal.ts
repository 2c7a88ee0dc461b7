import { closeSync, mkdirSync, openSync } from "node:fs";
import { Agent, request } from "node:http";
import path from "node:path";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import { sessionCookie, sessionCookieValue } from "@/lib/web/session-cookie";
import { answers, isPortFree } from "@/scripts/run/address";
import { buildIfNeeded } from "@/scripts/run/build";
import { ROOT, runToEnd, startChild, WEB_SERVER, type Child } from "@/scripts/run/child";

const HOST = "127.0.0.1";
const logOf = (port: number) => path.join(ROOT, `.data/bench/portal-${port}.log`);

/** `status` is 0 where the answer was cut off. */
type Answer = { status: number; bytes: number; lines: number; ms: number };
export type Get = (href: string) => Promise<Answer>;
/** `address`: where it is reached, without a slash at the end. `databaseUrl`: of the database that it shows. */
export type Portal = { web: Child; port: number; address: string; databaseUrl: string };

/** Types are checked by the tests. */
const withoutTypes: typeof runToEnd = (words, environment) => runToEnd(words, { ...environment, TYPES_CHECKED: "1" });

let built: Promise<void> | undefined;

/**
 * Makes the production build with the trivial page in it, once a run: two portals of one run are of one build.
 * @throws where it cannot be built
 */
export const buildPortal = (): Promise<void> => (built ??= build());

async function build(): Promise<void> {
  process.env.MERIDIAN_BENCH = "1";
  if (!(await buildIfNeeded(withoutTypes))) throw new Error("The build failed; its output above says why.");
}

/**
 * That build, served on the database of DATABASE_URL. No worker runs beside it.
 * @throws where it does not answer
 */
export async function startPortal(): Promise<Portal> {
  const port = await firstFree(3_900);
  mkdirSync(path.dirname(logOf(port)), { recursive: true });
  const log = openSync(logOf(port), "w");
  const web = startChild([WEB_SERVER], { NODE_ENV: "production", HOST, PORT: String(port) }, log);
  closeSync(log);
  const portal = { web, port, address: `http://${HOST}:${port}`, databaseUrl: process.env.DATABASE_URL ?? "" };
  if (await answers(`${portal.address}/trivial`, web.ended)) return portal;
  await web.stop();
  throw new Error(`The portal did not answer; its output is in ${logOf(port)}.`);
}

async function firstFree(port: number): Promise<number> {
  return (await isPortFree(port, HOST, 0)) ? port : firstFree(port + 1);
}

/**
 * Requests of the admin of an organization, over connections that stay open.
 * @param options.compressed as a browser gets its pages
 */
export async function signedIn(
  { port }: Portal,
  slug: string,
  { connections = 1, compressed = true } = {},
): Promise<Get> {
  const cookie = await sessionOf(slug);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = { cookie, accept: "text/html", "accept-encoding": compressed ? "gzip" : "identity" };
  return (href) =>
    new Promise((resolve, reject) => {
      const startedAt = performance.now();
      const asked = request({ host: HOST, port, path: href, agent, headers }, (response) => {
        let bytes = 0;
        let lines = 0;
        response.on("data", (piece: Buffer) => {
          bytes += piece.length;
          for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) lines++;
        });
        const ended = (status = 0) => resolve({ status, bytes, lines, ms: performance.now() - startedAt });
        response.on("end", () => ended(response.statusCode));
        response.on("error", () => ended());
      });
      asked.on("error", reject);
      asked.end();
    });
}

/** A cookie, as "name=value", that signs the admin of an organization in. */
export async function sessionOf(slug: string): Promise<string> {
  const [user] = await db.execute<{ organization_id: string; id: string; session_version: number }>(
    sql`select organization_id, u.id, session_version from users u join organizations o on o.id = organization_id where o.slug = ${slug}`,
  );
  if (!user) throw new Error(`The database has no organization "${slug}".`);
  const claims = { organizationId: user.organization_id, sessionId: uuidv7(), endsAt: Date.now() + 7 * 86_400_000 };
  await db.insert(sessions).values({
    organizationId: claims.organizationId,
    id: claims.sessionId,
    userId: user.id,
    userVersion: user.session_version,
    createdAt: new Date(),
  });
  return `${sessionCookie().name}=${sessionCookieValue(claims)}`;
}
