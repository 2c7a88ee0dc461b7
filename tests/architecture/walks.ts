import { graph } from "./imports";
import { allFiles, read } from "./tree";

/** The page that lists the walks. */
export const walksPage = "docs/developing/architecture.md";

type Step = { path: string; leaves: boolean; alsoOpened: string[] };
type Walk = { title: string; atMost: number; steps: Step[] };

const heading = /^### (.+): at most (\d+) files$/;
/** `leaves`: the next file is the other end of a queue or of a request, which nothing imports. */
const step = /^\d+\. `([^`]+)`( \((?:queue|request)\))?:(.*)/;

/** The walks of the architecture page, in its order. */
export function walks(): Walk[] {
  const [, section = ""] = /^## Walks$([\s\S]*?)(?=^## )/m.exec(read(walksPage)) ?? [];
  const found: Walk[] = [];
  for (const line of section.split("\n")) {
    const [, title, atMost] = heading.exec(line) ?? [];
    if (title) found.push({ title, atMost: Number(atMost), steps: [] });
    const [, path, mark, words = ""] = step.exec(line) ?? [];
    if (!path) continue;
    const alsoOpened = [...words.matchAll(/`([^`]+\.tsx?)`/g)].map(([, other]) => other!);
    found.at(-1)?.steps.push({ path, leaves: mark !== undefined, alsoOpened });
  }
  return found;
}

const imports = (from: string, to: string) => graph.get(from)?.includes(to) ?? false;

/**
 * The faults of a walk: a missing file, neighbors without an import between them, or too many files. A file is counted
 * once, even if the walk returns to it, and so is a further file that a step names.
 */
export function faultsOf({ steps, atMost }: Walk): string[] {
  const opened = [...new Set(steps.flatMap(({ path, alsoOpened }) => [path, ...alsoOpened]))];
  const lost = opened.filter((path) => !allFiles.includes(path)).map((path) => `${path} does not exist`);
  const apart = steps.slice(1).flatMap(({ path }, index) => {
    const before = steps[index]!;
    if (before.leaves || imports(before.path, path) || imports(path, before.path)) return [];
    return [`${before.path} and ${path} do not import one another`];
  });
  const long = opened.length > atMost ? [`${opened.length} files, at most ${atMost}`] : [];
  return [...lost, ...apart, ...long];
}
