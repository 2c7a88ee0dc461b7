import { parseArgs } from "node:util";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { createOrganization, newOrganization, setRetention } from "@/lib/settings/mutations";
import { organizationActor } from "@/lib/settings/queries";
import { inviteUser, newUser } from "@/lib/users/invitations";
import { linkAddress, userLinkTable, type LinkPurpose } from "@/lib/users/links";
import { listUsers } from "@/lib/users/queries";
import { resetLinkOf } from "@/lib/users/reset";
import { counted } from "@/lib/plain-words";
import { withDatabase } from "./run/command";

const help = `Makes an organization with its first admin, who can then add the others under Admin › Users.

  npm run organization -- --name "Acme Insurance" --slug acme --time-zone America/Chicago \\
    --support-email payouts@acme.example --admin-name "Ana Lee" --admin-email ana@acme.example

It prints the link by which the admin chooses their password. For an admin who forgot theirs and gets no email:

  npm run organization -- --slug acme --reset-password ana@acme.example

After how many months old events, emails, batch files and refused rows move to the archive (from 3; none for never):

  npm run organization -- --slug acme --retention-months 24`;

const fields = ["name", "slug", "time-zone", "support-email", "admin-name", "admin-email"] as const;

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
const admin = { name: values["admin-name"], email: values["admin-email"], role: "admin" as const };
// Both are checked before either is written: an organization without its admin would be of no use, and its slug taken.
for (const checked of [newOrganization.safeParse(organization), newUser.safeParse(admin)]) {
  if (!checked.success) quit(checked.error.issues.map(({ message }) => message).join("\n"), 1);
}

await withDatabase(async () => {
  const { linkId } = await inviteUser(await createOrganization(organization, requestId), admin);
  console.log(`${organization.name} is ready. ${linkWords(admin.email, "invitation", linkId)}`);
});

async function reset({ slug, reset: email }: Reset): Promise<void> {
  const actor = await organizationActor(slug, requestId);
  const user = (await listUsers(actor)).find((one) => one.email === email.trim().toLowerCase());
  if (!user) throw new Error(`Nobody in "${slug}" signs in as ${email}.`);
  const { purpose, linkId } = await resetLinkOf(actor, user.id);
  console.log(linkWords(user.email, purpose, linkId));
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

function linkWords(email: string, purpose: LinkPurpose, linkId: string): string {
  const { hours } = userLinkTable[purpose];
  return `${email} chooses a password here, once, within ${counted(hours, "hour")}:\n  ${linkAddress(purpose, linkId)}\nThe same link is on its way by email, if a mail server is set.`;
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
