import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { sql, type SQL } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { migrate } from "@/db/migrate";
import { faultsOfRole, grantToApplication } from "@/db/roles";
import { messageOf } from "../run/command";
import { loadEnvironment } from "../run/environment";

const help = `Makes the role of the portal and the worker, which may record events and never change or delete one, and may not
change the schema.

  DATABASE_OWNER_URL=postgres://owner:…@host/database DATABASE_URL=postgres://application:…@host/database \\
    npm run database:roles

DATABASE_OWNER_URL names the role that owns the tables, or will: it needs CREATEROLE, or an administrator makes the other
role. DATABASE_URL names that one, with the password that it is to have. Run it as often as you like, also to give the
role a new password. docs/operating/database-roles.md says more.`;

/** `npm run database:roles`. Ends the process. */
export async function makeRoles(given: string[]): Promise<never> {
  try {
    const { values } = parseArgs({ args: given, options: { help: { type: "boolean", short: "h" } } });
    if (!values.help) await make();
    console.log(
      values.help
        ? help
        : "Run npm start with the same two addresses, or with DATABASE_URL alone after npm run migrate.",
    );
    process.exit(0);
  } catch (error) {
    console.error(messageOf(error));
    process.exit(1);
  }
}

async function make(): Promise<void> {
  loadEnvironment();
  const { DATABASE_URL: url, DATABASE_OWNER_URL: owner } = process.env;
  if (!url || !owner) throw new Error(`Set DATABASE_OWNER_URL and DATABASE_URL.\n\n${help}`);
  for (const sentence of await applicationRole(owner, url)) console.log(sentence);
}

/**
 * Makes the role of `url`, or takes it as it is, gives it what the portal and the worker need, and looks whether that is
 * all it may. May be repeated; a password that does not let it in is set anew.
 * @param owner the same database in the name of who owns its tables, or will
 * @returns what was done, as sentences
 * @throws with a sentence for a person, never with a password
 */
export async function applicationRole(owner: string, url: string): Promise<string[]> {
  const { name, password } = roleOf(url);
  if (name === roleOf(owner).name)
    throw new Error(
      `DATABASE_URL and DATABASE_OWNER_URL name one role, ${name}. The application has to be another one.`,
    );
  await migrate(owner);
  const isNew = await transaction((tx) => madeNow(tx, name, password));
  await transaction((tx) => giveAll(tx, name));
  const hadOtherPassword = !(await comesIn(url));
  if (hadOtherPassword) {
    await migrate(owner);
    await transaction((tx) => tx.execute(sql`alter role ${sql.identifier(name)} ${loginWith(password)}`));
    await migrate(url);
  }
  const faults = await transaction(faultsOfRole);
  if (faults.length > 0) throw new Error(`The role ${name} ${faults.join(", ")}. Name another one in DATABASE_URL.`);
  return [
    isNew
      ? `The role ${name} was made.`
      : `The role ${name} was there${hadOtherPassword ? ", and has a new password" : ""}.`,
    "It reads and writes records. It cannot change or delete an event, and cannot change the schema.",
  ];
}

/** @returns false when the role was there */
async function madeNow(tx: Tx, name: string, password: string): Promise<boolean> {
  const [found] = await tx.execute(sql`select from pg_roles where rolname = ${name}`);
  if (found) return false;
  const [own] = await tx.execute<{ name: string; may: boolean }>(
    sql`select rolname as name, rolsuper or rolcreaterole as may from pg_roles where rolname = current_user`,
  );
  if (!own!.may)
    throw new Error(
      `The role ${own!.name} may not make roles. Let an administrator run: ALTER ROLE ${own!.name} CREATEROLE, or CREATE ROLE ${name} LOGIN and give it a password. Then run this again.`,
    );
  await tx.execute(sql`create role ${sql.identifier(name)} ${loginWith(password)}`);
  return true;
}

async function giveAll(tx: Tx, name: string): Promise<void> {
  await grantToApplication(tx, name);
  // A database that comes from a server before PostgreSQL 15 lets everybody make tables there.
  await tx.execute(sql`revoke create on schema public from public`);
}

/** @throws when something else than the password keeps the role out */
const comesIn = (url: string): Promise<boolean> =>
  migrate(url, { reachMs: hereMs }).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === wrongPassword) return false;
      throw error;
    },
  );

/** The server has just answered, so that what keeps the role out does not pass by itself. */
const hereMs = 1_500;

const wrongPassword = "28P01";

function codeOf(error: unknown): unknown {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause) innermost = innermost.cause;
  return (innermost as { code?: unknown }).code;
}

function roleOf(url: string): { name: string; password: string } {
  const { username, password } = new URL(url);
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}

const scramRounds = 4_096;

/**
 * What lets a role in. Its password is sent as PostgreSQL keeps it (RFC 5803), so that neither a statement nor a log of
 * the server has the password itself. Letters beyond ASCII would have to be prepared first (RFC 4013).
 */
function loginWith(password: string): SQL {
  if (password === "") return sql`login`;
  if (!/^[ -~]+$/.test(password))
    throw new Error("The password in DATABASE_URL must be in plain ASCII letters, digits and signs.");
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, scramRounds, 32, "sha256");
  const keyed = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(keyed("Client Key")).digest("base64");
  const kept = `SCRAM-SHA-256$${scramRounds}:${salt.toString("base64")}$${stored}:${keyed("Server Key").toString("base64")}`;
  return sql`login password ${sql.raw(`'${kept}'`)}`;
}
