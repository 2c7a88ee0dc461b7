import type { Growth } from "./growth";
import type { Run } from "./record";

/** What a run found, for the terminal. */
export function inWords({ pages, roundTripMs, throughput, firstView, export: csv }: Run): string {
  const widest = Math.max(...pages.map(({ name }) => name.length));
  const lines = pages.map(({ name, databaseMs, blocks, statements, kB, status }) => {
    const trips = (databaseMs / roundTripMs).toFixed(1);
    const figures = [
      `${databaseMs} ms`.padStart(10),
      `${trips} round trips`.padStart(20),
      `${blocks} blocks`.padStart(18),
    ];
    return `  ${name.padEnd(widest)} ${figures.join("")}${`${statements} statements`.padStart(16)}${`${kB} kB`.padStart(10)}${status === 200 ? "" : `   answered ${status}`}`;
  });
  const loads = Object.entries(throughput).map(([name, { perSecond, p95Ms, failed }]) => {
    const share = (perSecond / throughput.trivial.perSecond).toFixed(2);
    return `  ${name.padEnd(widest)} ${perSecond} requests a second, ${share} of the trivial page; p95 ${p95Ms} ms${failed ? `; ${failed} failed` : ""}`;
  });
  const views = Object.entries(firstView ?? {}).map(
    ([name, { lcpMs, shift, kB }]) =>
      `  ${name.padEnd(widest)} ${lcpMs} ms until it is drawn, moves by ${shift}, ${kB} kB`,
  );
  return [
    "",
    `Database work of a page; an empty round trip takes ${roundTripMs} ms`,
    ...lines,
    "",
    "Under load",
    ...loads,
    "",
    ...(views.length > 0 ? ["First view, on a slow line and a slow computer", ...views, ""] : []),
    `Export of ${csv.rows.toLocaleString("en-US")} rows: ${csv.rowsPerSecond.toLocaleString("en-US")} rows a second, ${(csv.rowsPerSecond / csv.copyRowsPerSecond).toFixed(2)} of COPY${csv.complete ? "" : "; it was cut off"}`,
    "",
  ].join("\n");
}

/** What two sizes cost beside each other, for the terminal. */
export function growthInWords({ pages, roundTripMs }: Growth): string {
  const widest = Math.max(...pages.map(({ name }) => name.length));
  const lines = pages.map(({ name, small, large }) => {
    const times = (large.databaseMs / small.databaseMs).toFixed(2);
    const [few, many] = [small, large].map(({ databaseMs, blocks }) =>
      `${databaseMs} ms, ${blocks} blocks`.padStart(24),
    );
    return `  ${name.padEnd(widest)} ${few} ${many}   ${times} times`;
  });
  return ["", `An empty round trip takes ${roundTripMs.small} and ${roundTripMs.large} ms`, ...lines, ""].join("\n");
}
