import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { createOrganization, newOrganization, setRetention } from "@/lib/settings/mutations";
import { organizationActor } from "@/lib/settings/queries";
import { createUser, newUser, resetPassword } from "@/lib/users/mutations";
import { listUsers } from "@/lib/users/queries";
import { withDatabase } from "./run/command";

const help = `Makes an organization with its first admin, who can then add the others under Admin › Users.

  npm run organization -- --name "Acme Insurance" --slug acme --time-zone America/Chicago \\
    --support-email payouts@acme.example --admin-name "Ana Lee" --admin-email ana@acme.example

The admin's password is made here and printed once. For the only admin who forgot theirs:

  npm run organization -- --slug acme --reset-password ana@acme.example

After how many months old events, emails, batch files and refused rows move to the archive (from 3; none for never):

  npm run organization -- --slug acme --retention-months 24`;

const fields = ["name", "slug", "time-zone", "support-email", "admin-name", "admin-email"] as const;

const password = randomBytes(15).toString("base64url");
const requestId = `organization-${uuidv7()}`;
const wanted = options();
if ("reset" in wanted) await withDatabase(() => reset(wanted));
if ("months" in wanted) await withDatabase(() => retain(wanted));
const values = wanted as Values;
const organization = {
  name: values.name,
  slug: values.slug,
  timeZone: values["time-zone"],
  supportEmail: values["support-email"],
};
const admin = { name: values["admin-name"], email: values["admin-email"], role: "admin" as const, password };
// Both are checked before either is written: an organization without its admin would be of no use, and its slug taken.
for (const checked of [newOrganization.safeParse(organization), newUser.safeParse(admin)]) {
  if (!checked.success) quit(checked.error.issues.map(({ message }) => message).join("\n"), 1);
}

await withDatabase(async () => {
  await createUser(await createOrganization(organization, requestId), admin);
  console.log(`${organization.name} is ready. ${signInWords(admin.email)}`);
});

async function reset({ slug, reset: email }: Reset): Promise<void> {
  const actor = await organizationActor(slug, requestId);
  const user = (await listUsers(actor)).find((one) => one.email === email.trim().toLowerCase());
  if (!user) throw new Error(`Nobody in "${slug}" signs in as ${email}.`);
  await resetPassword(actor, user.id, password);
  console.log(`Their sessions have ended. ${signInWords(user.email)}`);
}

async function retain({ slug, months }: Retention): Promise<void> {
  const wantedMonths = months === "none" ? null : Number(months);
  const changed = await setRetention(await organizationActor(slug, requestId), wantedMonths);
  const words =
    wantedMonths === null
      ? "keeps all its records in place"
      : `moves records to the archive after ${wantedMonths} months`;
  console.log(changed ? `${slug} ${words} from now on.` : `Nothing was changed: ${slug} ${words} already.`);
}

function signInWords(email: string): string {
  return `Sign in as ${email} with the password ${password}\nIt is shown only here; keep it safe.`;
}

type Values = Record<(typeof fields)[number], string>;
type Reset = { slug: string; reset: string };
type Retention = { slug: string; months: string };

function options(): Values | Reset | Retention {
  try {
    const known = Object.fromEntries(fields.map((field) => [field, { type: "string" as const }]));
    const others = {
      help: { type: "boolean", short: "h" },
      "reset-password": { type: "string" },
      "retention-months": { type: "string" },
    } as const;
    const {
      help: asked,
      "reset-password": reset,
      "retention-months": months,
      ...given
    } = parseArgs({ options: { ...known, ...others } }).values;
    if (asked) quit(help, 0);
    if (months !== undefined && "slug" in given) return { slug: String(given.slug), months };
    if (reset !== undefined && "slug" in given) return { slug: String(given.slug), reset };
    const named = z.record(z.enum(fields), z.string()).safeParse(given);
    if (!named.success)
      return quit(
        `Missing: ${fields
          .filter((field) => !(field in given))
          .map((field) => `--${field}`)
          .join(", ")}\n\n${help}`,
        1,
      );
    return named.data;
  } catch (error) {
    return quit(`${error instanceof Error ? error.message : String(error)}\n\n${help}`, 1);
  }
}

function quit(words: string, code: number): never {
  (code === 0 ? console.log : console.error)(words);
  process.exit(code);
}
