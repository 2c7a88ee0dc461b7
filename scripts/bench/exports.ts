import { sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { median } from "./figures";
import { signedIn, type Portal } from "./portal";

export type ExportFigures = {
  rows: number;
  rowsPerSecond: number;
  copyRowsPerSecond: number;
  /** False where it was cut off. */
  complete: boolean;
};

const MOST_ROWS = 1_000_000;
const ROUNDS = 3;
/** One round is enough of what takes so long. */
const LONG_MS = 60_000;
const COPY_MS = 600_000;

/**
 * The export of a whole organization as CSV beside a COPY of the same rows with their raw columns, in turn. It is the
 * organization whose size is the nearest to a million.
 */
export async function measureExport(portal: Portal): Promise<ExportFigures> {
  const [found] = await db.execute<{ slug: string; id: string; rows: number }>(sql`
    select slug, o.id, (select count(*)::int from payouts where organization_id = o.id) as rows from organizations o
    where slug in ('large', 'middle') order by 3 > ${MOST_ROWS}, 3 desc limit 1`);
  if (!found) throw new Error("The database is not filled.");
  const get = await signedIn(portal, found.slug, { compressed: false });
  const ours: number[] = [];
  const copies: number[] = [];
  let complete = true;
  for (let round = 0, took = 0; round < ROUNDS && took < LONG_MS; round++) {
    copies.push(found.rows / (await copyOut(found.id)));
    const { lines, ms } = await get("/payouts/export");
    // One line is the header.
    ours.push(Math.max(0, lines - 1) / ms);
    complete &&= lines > found.rows;
    took = ms;
  }
  const perSecond = (rates: readonly number[]) => Math.round(median(rates) * 1_000);
  return { rows: found.rows, rowsPerSecond: perSecond(ours), copyRowsPerSecond: perSecond(copies), complete };
}

/** To a program that throws the rows away: through a pipe, as they would go to a client. */
async function copyOut(organizationId: string): Promise<number> {
  const startedAt = performance.now();
  await transaction(
    (tx) =>
      tx.execute(
        sql.raw(
          `copy (select * from payouts where organization_id = '${organizationId}') to program 'cat > /dev/null'`,
        ),
      ),
    { deadlineMs: COPY_MS },
  );
  return performance.now() - startedAt;
}
