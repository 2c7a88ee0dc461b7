import { parseArgs } from "node:util";
import type { Fault } from "@/lib/audit/chain/row-faults";
import { verifyChain } from "@/lib/audit/chain/verifying";
import { organizationsByName } from "@/lib/settings/organizations";
import { messageOf, withDatabase } from "../run/command";

const help = `Checks that the audit log is as it was sealed, and names every event and every block that is not.

  npm run audit:verify
  npm run audit:verify -- --slug acme
  npm run audit:verify -- --slug acme --root 3f9a…

  --slug acme   one organization; by default all of them
  --root HASH   a root that you kept, 64 hexadecimal digits: the chain must still contain it. Without it a log
                whose end was cut, or whose chain was made anew, looks whole

Ends with 0 if everything holds, 1 if not, and 2 if it was asked wrongly. docs/operating/verifying.md says more.`;

type Wanted = { slug?: string; root?: string };

/** `npm run audit:verify`. Ends the process. */
export async function verifyAudit(given: string[]): Promise<never> {
  const wanted = options(given);
  return withDatabase(() => verifyAll(wanted));
}

async function verifyAll(wanted: Wanted): Promise<number> {
  const organizations = (await organizationsByName()).filter(({ slug }) => (wanted.slug ?? slug) === slug);
  if (wanted.slug && organizations.length === 0) {
    console.error(`There is no organization ${wanted.slug}.`);
    return 2;
  }
  let wrong = 0;
  let rootFound = false;
  for (const organization of organizations) {
    const found = await verify(organization, wanted.root);
    wrong += found.faults;
    rootFound ||= found.rootFound;
  }
  if (wanted.root && !rootFound) {
    wrong += 1;
    console.log(`No block has the root ${wanted.root}: the end of a log was cut off, or its chain was made anew.`);
  }
  console.log(wrong === 0 ? "The audit log is as it was sealed." : `Faults: ${wrong.toLocaleString("en-US")}.`);
  return wrong === 0 ? 0 : 1;
}

type Told = { faults: number; rootFound: boolean };

async function verify({ id, slug }: { id: string; slug: string }, wantedRoot?: string): Promise<Told> {
  let faults = 0;
  const walk = verifyChain(id, wantedRoot);
  for (let step = await walk.next(); ; step = await walk.next()) {
    if (!step.done) {
      faults += 1;
      console.log(`${slug}: ${inWords(step.value)}`);
      continue;
    }
    const { root, events, erased, unsealed, rootFound } = step.value;
    const count = (number: number) => number.toLocaleString("en-US");
    if (root)
      console.log(
        `${slug}: root ${root.hash}, block ${root.number}, sealed ${root.sealedAt.toISOString()}; ${count(events)} events${erased > 0 ? `, ${count(erased)} of them erased` : ""}`,
      );
    if (unsealed.count > 0)
      console.log(
        `${slug}: ${count(unsealed.count)} events are not sealed yet, since ${unsealed.since!.toISOString()}`,
      );
    return { faults, rootFound };
  }
}

function inWords({ block, what, sequence, id, detail }: Fault): string {
  const which = id === undefined ? what : `event ${id} at ${String(sequence)}: ${what}`;
  return `block ${block}: ${which}${detail === undefined ? "" : ` (${detail})`}`;
}

function options(given: string[]): Wanted {
  try {
    const { values } = parseArgs({
      args: given,
      options: { help: { type: "boolean", short: "h" }, slug: { type: "string" }, root: { type: "string" } },
    });
    if (values.help) quit(help, 0);
    const root = values.root?.trim().toLowerCase();
    if (root !== undefined && !/^[0-9a-f]{64}$/.test(root))
      quit(`--root is a whole root: 64 hexadecimal digits.\n\n${help}`, 2);
    return { slug: values.slug, root };
  } catch (error) {
    return quit(`${messageOf(error)}\n\n${help}`, 2);
  }
}

function quit(words: string, code: number): never {
  (code === 0 ? console.log : console.error)(words);
  process.exit(code);
}
