import { closeDb } from "@/db/client";
import { hasOrganization, setUpAddress } from "@/lib/account/set-up";
import { env } from "@/lib/env";
import { answers, isPortFree } from "./address";
import { buildIfNeeded } from "./build";
import { startChild, WEB_SERVER } from "./child";
import { messageOf } from "./command";
import { ensureDatabase } from "./database";
import { demoSignInLines, seedWhenEmpty, whyNoDemo } from "./demo";
import { loadEnvironment } from "./environment";
import { keepRunning } from "./keep-running";

type Mode = "start" | "dev";

// What has been started, newest last: the end goes through it backwards, so web, then worker, then database.
const started: { stop(): Promise<void> }[] = [];
let ending: Promise<never> | undefined;

// A portal that cannot run says so within a quarter of a minute; one that dies now and then is always started again.
const portalDeathsInARow = 5;

/**
 * Brings up database, worker and portal, and keeps the latter two running until a signal, the end of the embedded
 * database, or a portal that dies again and again.
 */
export async function runPortal(mode: Mode): Promise<void> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(0));
  try {
    loadEnvironment();
    const { PORT, HOST } = env();
    if (!(await isPortFree(PORT, HOST)))
      return await end(
        1,
        `Port ${PORT} on ${HOST} is in use. Set PORT to a free one, for example PORT=${PORT + 1} npm ${mode === "dev" ? "run dev" : "start"}.`,
      );
    await bringUp(mode, PORT, HOST);
  } catch (error) {
    await end(1, messageOf(error));
  }
}

async function bringUp(mode: Mode, port: number, host: string): Promise<void> {
  const database = await ensureDatabase();
  started.push(database);
  database.onLost(
    () =>
      void end(
        1,
        "The embedded PostgreSQL has ended; its log is .data/postgres/postgres.log. Everything stops; npm start starts it again.",
      ),
  );
  // A database that others can reach must not get accounts whose passwords everybody knows.
  if (whyNoDemo() === null) await seedWhenEmpty(database.embedded);
  const signIns = await demoSignInLines();
  const isEmpty = !(await hasOrganization());
  await closeDb();
  const exposed = signIns.length > 0 ? whyNoDemo() : null;
  if (exposed) return end(1, exposed);
  if (mode === "start" && !(await buildIfNeeded())) return end(1, "The build failed; its output above says why.");
  if (ending) return;
  const environment = { NODE_ENV: mode === "dev" ? "development" : "production", PORT: String(port), HOST: host };
  const worker = ["--import", "tsx", "lib/worker/main.ts"];
  started.push(keepRunning(() => startChild(worker, environment), { name: "worker" }));
  const web = keepRunning(() => startChild([WEB_SERVER], environment), {
    name: "portal",
    deathsInARow: portalDeathsInARow,
  });
  started.push(web);
  void web.givenUp.then((result) =>
    end(1, `The portal ended ${portalDeathsInARow} times in a row (${result}); its output above says why.`),
  );
  if (await answers(`http://${visitable(host)}:${port}/sign-in`, web.givenUp)) announce(signIns, isEmpty);
}

function announce(signIns: string[], isEmpty: boolean): void {
  if (ending) return;
  const lines = ["", `Meridian is ready: ${env().PORTAL_URL}`];
  if (signIns.length > 0) lines.push("", "Demo sign-ins:", ...signIns);
  if (isEmpty)
    lines.push("", "Make your organization here, within an hour; a restart prints a new link:", `  ${setUpAddress()}`);
  console.log([...lines, "", "Ctrl-C stops it.", ""].join("\n"));
}

/** Stops everything in order and ends the process; every later call waits for the first. */
function end(code: number, sentence?: string): Promise<never> {
  ending ??= stopAll(code, sentence);
  return ending;
}

async function stopAll(code: number, sentence: string | undefined): Promise<never> {
  if (sentence) console.error(sentence);
  for (const part of started.reverse()) await part.stop().catch((error: unknown) => console.error(error));
  process.exit(code);
}

/** A wildcard is an address to listen on, not one to visit. */
function visitable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
