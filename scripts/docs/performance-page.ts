import type { Size } from "@/scripts/big-seed/plan";
import { readRecord, type PerformanceRecord, type Run } from "@/scripts/bench/record";
import { line, slowness } from "@/scripts/bench/figures";
import { plot, type Series } from "./plot";

/** What the page calls each ratio, and what is wanted of it. */
const ratioTable: Record<keyof PerformanceRecord["ratios"], { meaning: string; wanted: string }> = {
  dashboard10mTo100k: { meaning: "Dashboard: database work at 10,000,000 payouts to that at 100,000", wanted: "≤ 1.5" },
  dashboardHard10mTo100k: { meaning: "The same in the hard case", wanted: "≤ 1.5" },
  dashboardToRoundTrip: { meaning: "Dashboard: database work to an empty round trip", wanted: "≤ 25" },
  dashboardPageToTrivial: { meaning: "Dashboard: requests a second to those of a trivial page", wanted: "≥ 0.5" },
  listPage2000To1: { meaning: "Payouts: database work of page 2,000 to that of page 1", wanted: "≤ 1.5" },
  ingestToCopy: { meaning: "Ingest: rows a second to a COPY into the same tables", wanted: "≥ 0.5" },
  ingestToRawCopy: { meaning: "Ingest: rows a second to a COPY into a bare table", wanted: "≥ 0.08" },
  exportToCopy: { meaning: "Export: rows a second to a COPY of the raw columns", wanted: "≥ 0.3" },
};

const plotted = ["dashboard", "payouts", "payouts, page 2,000", "payouts, search by reference", "payout", "audit log"];

const number = (value: number) => value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
const whole = (value: number) => value.toLocaleString("en-US");
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
const title = ({ payouts, hard }: Size) => `${whole(payouts)}${hard ? ", hard" : ""}`;

/** docs/performance.md, from the figures in docs/performance.json. */
export function performancePage(): string {
  const record = readRecord();
  const runs = Object.values(record.sizes);
  return `${[opening, "## Ratios", ratios(record), "## The Dashboard at two sizes", growth(record), "## Cost against size", pictures, "## Database work of each page", ...(runs.length > 0 ? [work(runs), "## Under load", load(runs), "## First view", views(runs), "## Export", exports(runs)] : []), "## Ingest", ingest(record), "## Workers", workers(record), "## Beside AdminJS", peer(record), "## What was measured on", origin(runs), closing].join("\n\n")}\n`;
}

const opening = `# Performance

What the portal costs, beside the least that it could cost. Figures depend on the machine; ratios hardly do, because what is compared was measured in turn
in one run. [How it is measured](developing/benchmark.md).`;

const pictures = `![Milliseconds of database work of a page against the number of payouts](performance-ms.svg)

![Blocks that the database reads for a page against the number of payouts](performance-blocks.svg)`;

const ratios = ({ ratios: found }: PerformanceRecord) =>
  table(
    ["Ratio", "In \`performance.json\`", "Measured", "Wanted"],
    Object.entries(ratioTable).map(([name, { meaning, wanted }]) => {
      const value = found[name as keyof typeof found];
      return [meaning, `\`${name}\``, value === null ? "not measured" : number(value), wanted];
    }),
  );

function growth({ growth: found = {} }: PerformanceRecord): string {
  const cases = (["usual", "hard"] as const).flatMap((of) => (found[of] ? [{ of, ...found[of] }] : []));
  const taken = cases.map(({ of, measuredAt, commit }) => `${of} on ${measuredAt.slice(0, 10)} at \`${commit}\``);
  const names = cases[0]?.pages.map(({ name }) => name) ?? [];
  const cost = ({ databaseMs, blocks }: (typeof cases)[number]["pages"][number]["large"]) =>
    `${number(databaseMs)} ms, ${whole(blocks)} blocks`;
  const cells = ({ pages }: (typeof cases)[number], name: string) => {
    const page = pages.find((one) => one.name === name);
    return page
      ? [cost(page.small), cost(page.large), number(page.large.databaseMs / page.small.databaseMs)]
      : ["", "", ""];
  };
  if (cases.length === 0) return "Not measured.";
  return `Both databases were asked in turn, in one run: ${taken.join(", ")}. Two things can grow here: what the counts of
a day say, where it has more kinds of payouts, up to all there are; and the errors of the five batches that the tab of batches with errors shows.

${table(
  ["Page", ...cases.flatMap(({ of }) => [`100,000, ${of}`, `10,000,000, ${of}`, "Ratio"])],
  names.map((name) => [name, ...cases.flatMap((one) => cells(one, name))]),
)}`;
}

/** Milliseconds and blocks, for each page a row and for each size a column. */
function work(runs: readonly Run[]): string {
  const names = [...new Set(runs.flatMap(({ pages }) => pages.map(({ name }) => name)))];
  const cell = (run: Run, name: string) => {
    const page = run.pages.find((one) => one.name === name);
    if (!page) return "";
    const answered = page.status === 200 ? "" : ` (answered ${page.status})`;
    return `${number(page.databaseMs)} ms, ${whole(page.blocks)} blocks${answered}`;
  };
  const rows = names.map((name) => [name, ...runs.map((run) => cell(run, name))]);
  const trips = ["an empty round trip", ...runs.map(({ roundTripMs }) => `${number(roundTripMs)} ms`)];
  return `As the admin of the organization with half of all payouts sees it: planning and running its statements, by the server's clock.

${table(["Page", ...runs.map(title)], [...rows, trips])}`;
}

const load = (runs: readonly Run[]) =>
  `Ten connections, each asking again as soon as it is answered; requests a second, and the time within which 95 of 100 were answered. The trivial page
has the root layout and one SELECT, and no session.

${table(
  ["Payouts", "Trivial page", "Dashboard", "Payouts list"],
  runs.map((run) => [
    title(run),
    ...(["trivial", "dashboard", "payouts"] as const).map((name) => {
      const { perSecond, p95Ms, failed } = run.throughput[name];
      return `${number(perSecond)}/s, ${number(p95Ms)} ms${failed > 0 ? `, ${whole(failed)} failed` : ""}`;
    }),
  ]),
)}`;

const views = (runs: readonly Run[]) =>
  `What somebody waits for who opens a page for the first time: until the largest part of it is drawn (LCP), how far it moves by itself (at least CLS, of
which at most 0.01 is wanted), and what comes over the line. In a new window of a browser, where a page computes ${slowness} times more slowly than this machine, each answer begins ${line.latency} ms later, and the
line brings ${number((line.downloadThroughput * 8) / 1e6)} Mbit a second.

${table(
  ["Payouts", "Trivial page", "Dashboard", "Payouts list"],
  runs.flatMap(({ firstView, ...run }) =>
    firstView
      ? [
          [
            title(run),
            ...(["trivial", "dashboard", "payouts"] as const).map((name) => {
              const { lcpMs, shift, kB } = firstView[name];
              return `${whole(lcpMs)} ms, ${shift}, ${number(kB)} kB`;
            }),
          ],
        ]
      : [],
  ),
)}`;

const exports = (runs: readonly Run[]) =>
  table(
    ["Payouts", "Rows exported", "Export, rows a second", "COPY of the raw columns"],
    runs.map((run) => [
      title(run),
      `${whole(run.export.rows)}${run.export.complete ? "" : ", cut off"}`,
      whole(run.export.rowsPerSecond),
      whole(run.export.copyRowsPerSecond),
    ]),
  );

const ingest = ({ ingest: figures }: PerformanceRecord) =>
  figures
    ? `${whole(figures.rows)} rows: ${whole(figures.rowsPerSecond)} a second through the whole ingest, ${whole(figures.indexedCopyRowsPerSecond)} by a COPY of the finished rows
into the same tables, ${whole(figures.rawCopyRowsPerSecond)} by a COPY into a bare table; peak memory ${whole(figures.peakMemoryMb)} MB.`
    : "Not measured.";

const workers = ({ workers: figures }: PerformanceRecord) =>
  figures
    ? `${figures.workers} workers sent ${whole(figures.emails)} emails of one large organization and some small ones, ${whole(figures.emailsPerSecond)} a second, to a mail server
on the same machine. The small organizations, whose emails were due last, had theirs when ${number(100 * figures.smallOrganizationsDoneAt)} % of all had left.`
    : "Not measured.";

const peer = ({ peer: figures }: PerformanceRecord) =>
  figures
    ? `The same question of both in turn, with ${whole(figures.payouts)} payouts in the database: our page whole, and the list as the page of AdminJS asks for it, without the page
around it.

${table(
  ["List", "Ours", "AdminJS", "AdminJS takes so many times as long (wanted: 3 and more)"],
  Object.entries(figures.lists).map(([name, { ourMs, peerMs, ratio: times }]) => [
    name,
    `${number(ourMs)} ms`,
    `${number(peerMs)} ms`,
    number(times),
  ]),
)}`
    : "Not measured.";

const origin = (runs: readonly Run[]) =>
  table(
    ["Payouts", "When", "Commit", "Machine", "Programs", "Filled in"],
    runs.map((run) => [
      title(run),
      run.measuredAt.slice(0, 10),
      `\`${run.commit}\``,
      `${run.machine.cpu}, ${run.machine.cores} cores, ${run.machine.memoryGb} GB, ${run.machine.system}`,
      `Node.js ${run.machine.node}, Next.js ${run.machine.next}, PostgreSQL ${run.machine.postgres} with ${run.machine.sharedBuffers} of buffers`,
      run.seedSeconds === undefined ? "" : `${whole(run.seedSeconds)} s`,
    ]),
  );

const closing = "---\n\nMade by `npm run docs` from `docs/performance.json`, which `npm run bench` writes.";

const seriesOf = (read: (page: Run["pages"][number]) => number): Series[] => {
  const runs = Object.values(readRecord().sizes).filter(({ hard }) => !hard);
  return plotted.flatMap((name) => {
    const points = runs.flatMap((run) => {
      const page = run.pages.find((one) => one.name === name);
      return page ? [{ x: run.payouts, y: Math.max(read(page), 0.01) }] : [];
    });
    return points.length > 0 ? [{ name, points }] : [];
  });
};

/** The pictures of docs/performance.md, by their path in docs/. */
export const performancePlots: Record<string, () => string> = {
  "performance-ms.svg": () =>
    plot({ title: "Database work of a page", unit: "milliseconds", series: seriesOf(({ databaseMs }) => databaseMs) }),
  "performance-blocks.svg": () =>
    plot({ title: "Blocks read for a page", unit: "blocks of 8 kB", series: seriesOf(({ blocks }) => blocks) }),
};
