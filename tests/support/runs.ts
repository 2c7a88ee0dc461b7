import { getTableColumns, sql, type SQL } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import type { UserActor } from "@/lib/actor";
import { prepareRun, startRun } from "@/lib/runs/mutations";
import { getRun, type RunDetail } from "@/lib/runs/queries";
import type { RunAction } from "@/lib/runs/table";
import { workOnDueRun } from "@/lib/runs/work";
import { databaseNow } from "@/lib/time";
import { createPayout } from "./factories";

export const momentNow = async ({ timeZone }: { timeZone: string }) => ({ now: await databaseNow(db), timeZone });

type Input = Omit<Parameters<typeof startRun>[2], "acts" | "typed">;
type Choice = Parameters<typeof prepareRun>[2];

/** A run that an admin has prepared and started, with what its action asks for. */
export async function startedRun(actor: UserActor, action: RunAction, choice: Choice, input: Input = {}) {
  const id = await prepareRun(actor, action, choice, await momentNow(actor));
  const expiresAt = new Date(Date.now() + 90 * 86_400_000);
  await startRun(actor, id, { acts: 7, typed: "7", reason: "Sent twice", expiresAt, ...input });
  return id;
}

/** Takes turns until no run is due. */
export async function workOnRuns(): Promise<void> {
  while ((await workOnDueRun("worker-test")) > 0);
}

/** The same run when it is over. */
export async function finishedRun(...[actor, ...rest]: Parameters<typeof startedRun>): Promise<RunDetail> {
  const id = await startedRun(actor, ...rest);
  await workOnRuns();
  return getRun(actor, id);
}

/** Payouts that were last emailed a day ago, made by one statement. */
export async function manyPayouts(organizationId: string, count: number): Promise<void> {
  const first = await createPayout({ organizationId }, { createdAt: new Date(Date.now() - 86_400_000) });
  const made: Record<string, SQL> = {
    id: sql`gen_random_uuid()`,
    reference: sql`reference || '-' || n`,
  };
  const columns = Object.values(getTableColumns(payouts)).map(({ name }) => name);
  const list = (named: (name: string) => SQL) => sql.join(columns.map(named), sql`, `);
  await transaction(
    (tx) =>
      tx.execute(sql`
        insert into payouts (${list((name) => sql`${sql.identifier(name)}`)})
        select ${list((name) => made[name] ?? sql`${sql.identifier(name)}`)} from payouts, generate_series(2, ${count}) n
        where id = ${first.id}`),
    { deadlineMs: 60_000 },
  );
}
