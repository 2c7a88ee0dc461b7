import { parseArgs } from "node:util";
import { v7 as uuidv7 } from "uuid";
import { keptTables } from "@/lib/erasure/kept";
import { askForErasure } from "@/lib/erasure/mutations";
import { namedTables, type PersonalColumn } from "@/lib/erasure/personal";
import { recipientAddress } from "@/lib/erasure/person";
import { previewErasure } from "@/lib/erasure/queries";
import { workOnDueErasure } from "@/lib/erasure/work";
import { counted } from "@/lib/plain-words";
import { organizationActor } from "@/lib/settings/queries";
import { messageOf, withDatabase } from "../run/command";

const help = `Takes a recipient's personal data out of everything that one organization has, for ever.

  npm run erase -- --organization acme --recipient ada@example.com --dry-run
  npm run erase -- --organization acme --recipient ada@example.com
  npm run erase -- --explain

  --dry-run   says what is there and whether it may be erased, and changes nothing
  --explain   says of every column with a text what an erasure does with it, or why it has nothing of a recipient

Ends with 0 when the person is erased, 1 when it is refused, and 2 if it was asked wrongly.
docs/using/personal-data.md says more.`;

type Wanted = { organization: string; address: string; dryRun: boolean };

/** `npm run erase`. Ends the process. */
export async function erase(given: string[]): Promise<void> {
  const wanted = options(given);
  if (wanted === "explain") return explain();
  await withDatabase(() => run(wanted));
}

async function run({ organization, address, dryRun }: Wanted): Promise<number> {
  const requestId = `erase-${uuidv7()}`;
  const actor = await organizationActor(organization, requestId);
  if (dryRun) {
    const { payoutIds, emails, notes, refusedRows, refusal } = await previewErasure(actor, address);
    const there = [
      counted(payoutIds.length, "payout"),
      counted(emails, "email"),
      counted(notes, "note"),
      counted(refusedRows, "refused row"),
    ];
    console.log(`Nothing was changed. There are ${there.join(", ")}.`);
    console.log(refusal ?? "They can be erased now.");
    return refusal === null ? 0 : 1;
  }
  await askForErasure(actor, address);
  // A worker may be quicker, and is as good.
  while ((await workOnDueErasure(requestId)) > 0);
  console.log("The erasure was asked for, and what was due is done. Admin › Erasure lists it with its state.");
  return 0;
}

function explain(): void {
  for (const { name, table } of namedTables)
    for (const [column, how] of Object.entries(table.columns)) console.log(`${name}.${column}: ${inWords(how)}`);
  for (const [table, { why, columns }] of Object.entries(keptTables))
    console.log(`${table} (${columns.join(", ")}): ${why}`);
}

function inWords(how: PersonalColumn): string {
  if ("kept" in how) return `stays. ${how.kept}`;
  const searched = "name and address are replaced where they occur";
  if ("searched" in how) return searched;
  return `becomes ${how.replaced}${how.elsewhere ? `; in other rows ${searched}` : ""}`;
}

function options(given: string[]): Wanted | "explain" {
  try {
    const { values } = parseArgs({
      args: given,
      options: {
        help: { type: "boolean", short: "h" },
        organization: { type: "string" },
        recipient: { type: "string" },
        "dry-run": { type: "boolean" },
        explain: { type: "boolean" },
      },
    });
    if (values.help) quit(help, 0);
    if (values.explain) return "explain";
    const address = recipientAddress.safeParse(values.recipient);
    if (!values.organization || !address.success)
      return quit(`--organization and --recipient with an email address are needed.\n\n${help}`, 2);
    return { organization: values.organization, address: address.data, dryRun: values["dry-run"] ?? false };
  } catch (error) {
    return quit(`${messageOf(error)}\n\n${help}`, 2);
  }
}

function quit(words: string, code: number): never {
  (code === 0 ? console.log : console.error)(words);
  process.exit(code);
}
