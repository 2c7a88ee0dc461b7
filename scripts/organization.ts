import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { createOrganization, newOrganization } from "@/lib/settings/mutations";
import { createUser, newUser } from "@/lib/users/mutations";
import { withDatabase } from "./command";

const help = `Makes an organization with its first admin, who can then add the others under Admin › Users.

  npm run organization -- --name "Acme Insurance" --slug acme --time-zone America/Chicago \\
    --support-email payouts@acme.example --admin-name "Ana Lee" --admin-email ana@acme.example

The admin's password is made here and printed once.`;

const fields = ["name", "slug", "time-zone", "support-email", "admin-name", "admin-email"] as const;

const values = options();
const password = randomBytes(15).toString("base64url");
const organization = { name: values.name, slug: values.slug, timeZone: values["time-zone"], supportEmail: values["support-email"] };
const admin = { name: values["admin-name"], email: values["admin-email"], role: "admin" as const, password };
// Both are checked before either is written: an organization without its admin would be of no use, and its slug taken.
for (const checked of [newOrganization.safeParse(organization), newUser.safeParse(admin)]) {
  if (!checked.success) quit(checked.error.issues.map(({ message }) => message).join("\n"), 1);
}

await withDatabase(async () => {
  await createUser(await createOrganization(organization, `organization-${uuidv7()}`), admin);
  console.log(`${organization.name} is ready. Sign in as ${admin.email} with the password ${password}\nIt is shown only here; keep it safe.`);
});

function options(): Record<(typeof fields)[number], string> {
  try {
    const known = Object.fromEntries(fields.map((field) => [field, { type: "string" as const }]));
    const { help: asked, ...given } = parseArgs({ options: { ...known, help: { type: "boolean" as const, short: "h" } } }).values;
    if (asked) quit(help, 0);
    const named = z.record(z.enum(fields), z.string()).safeParse(given);
    if (!named.success) return quit(`Missing: ${fields.filter((field) => !(field in given)).map((field) => `--${field}`).join(", ")}\n\n${help}`, 1);
    return named.data;
  } catch (error) {
    return quit(`${error instanceof Error ? error.message : String(error)}\n\n${help}`, 1);
  }
}

function quit(words: string, code: number): never {
  (code === 0 ? console.log : console.error)(words);
  process.exit(code);
}
