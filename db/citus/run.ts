import { sql } from "drizzle-orm";
import { transaction, type Tx } from "../client";
import { referenceTables } from "../distribution";
import { isNewest, reasonOf } from "../migrate";
import { distributionPlan, productTables } from "./plan";

// Any number that nothing else in the database locks.
const LOCK = 13_518_494_115;
// Of one step: to move the rows of the largest table.
const STEP_MS = 24 * 3_600_000;

interface Told {
  /** Called before each step with its number, from 1, how many there are, and its statement. */
  step: (number: number, of: number, statement: string) => void;
}

/**
 * Turns the database into a cluster, one step and one commit after the other. Every step is written down before the
 * first, so that after a run that was cut short the next one goes on with what is left, whatever the catalog says by then.
 * @returns how many steps it did: 0 when the database was distributed already
 * @throws with a sentence for a person, when the database is not fit for it or a step failed
 */
export async function distribute({ step, shards }: Told & { shards?: number }): Promise<number> {
  const own = await transaction(begin(shards));
  let did = 0;
  while (await transaction((tx) => next(tx, own, step), { deadlineMs: STEP_MS })) did++;
  await transaction(assertPlaces);
  return did;
}

/** The statements of `distribute`: those that it wrote down, or would. Changes nothing. */
export const distributionStatements = (shards?: number): Promise<string[]> =>
  transaction(async (tx) => {
    if (await hasBegun(tx)) return (await steps(tx)).map(({ statement }) => statement);
    return distributionPlan(tx, shards);
  });

type Step = { place: number; statement: string; done: boolean };

const steps = async (tx: Tx): Promise<Step[]> => [
  ...(await tx.execute<Step>(sql`select place, statement, done from distribution.step order by place`)),
];

async function hasBegun(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ begun: boolean }>(sql`select to_regclass('distribution.step') is not null as begun`);
  return row!.begun;
}

/** @returns the number of steps */
const begin = (shards?: number) => async (tx: Tx) => {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
  await assertExtension(tx);
  const begun = await hasBegun(tx);
  const left = begun ? (await steps(tx)).filter(({ done }) => !done).length : undefined;
  if (left === 0) return 0;
  if (!begun) {
    if (!(await isNewest(tx)))
      throw new Error("Not all migrations are applied. Run npm run migrate first, and then this again.");
    await assertUntouched(tx);
  }
  await assertNobodyAtWork(tx);
  await assertTriggersAllowed(tx);
  if (begun) return (await steps(tx)).length;
  const statements = await distributionPlan(tx, shards);
  await tx.execute(sql`create schema distribution`);
  await tx.execute(
    sql`create table distribution.step (place integer primary key, statement text not null, done boolean not null default false)`,
  );
  await tx.execute(
    sql`insert into distribution.step (place, statement) select place, statement
      from jsonb_array_elements_text(${JSON.stringify(statements)}::jsonb) with ordinality as listed (statement, place)`,
  );
  return statements.length;
};

/** Does the first step that is left. Two runs at once take turns. */
async function next(tx: Tx, of: number, told: Told["step"]): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
  const [step] = await tx.execute<Step>(
    sql`select place, statement from distribution.step where not done order by place limit 1`,
  );
  if (!step) return false;
  told(step.place, of, step.statement);
  try {
    await tx.execute(sql.raw(step.statement));
  } catch (error) {
    throw new Error(
      `Step ${step.place} of ${of} failed: ${reasonOf(error)}\n  ${step.statement}\nWhat was done before it stays. Put right what it says, and run npm run distribute again.`,
      { cause: error },
    );
  }
  await tx.execute(sql`update distribution.step set done = true where place = ${step.place}`);
  return true;
}

async function assertExtension(tx: Tx): Promise<void> {
  const [found] = await tx.execute(sql`select from pg_proc where proname = 'create_distributed_table'`);
  if (!found)
    throw new Error(
      "This database has no Citus extension. Let DATABASE_URL name the coordinator's database, and run CREATE EXTENSION citus there.",
    );
}

type Place = { name: string; type: string; column: string };

const placesTaken = async (tx: Tx): Promise<Place[]> => [
  ...(await tx.execute<Place>(sql`
    select relname as name, citus_table_type as type, distribution_column as column
    from citus_tables join pg_class on pg_class.oid = table_name
    where relnamespace = 'public'::regnamespace and citus_table_type in ('distributed', 'reference') order by relname`)),
];

async function assertUntouched(tx: Tx): Promise<void> {
  const taken = await placesTaken(tx);
  if (taken.length > 0)
    throw new Error(
      `Part of this database was distributed in another way: ${taken.map(({ name }) => name).join(", ")}. Undo that with undistribute_table, or begin with an empty database.`,
    );
}

async function assertPlaces(tx: Tx): Promise<void> {
  const taken = new Map((await placesTaken(tx)).map((place) => [place.name, place]));
  const wrong = (await productTables(tx)).filter(({ name, tenant }) => {
    const place = taken.get(name);
    return tenant ? place?.column !== "organization_id" : place?.type !== "reference";
  });
  if (wrong.length > 0)
    throw new Error(
      `These tables are not where this command put them: ${wrong.map(({ name }) => name).join(", ")}. Somebody moved them. Tables without an organization (${referenceTables.join(", ")}) are reference tables, and all others are distributed by organization_id.`,
    );
}

/** While rows move and rules are off, nobody may write. */
async function assertNobodyAtWork(tx: Tx): Promise<void> {
  const [work] = await tx.execute<{ sessions: number; alive: boolean }>(sql`
    select (select count(*)::int from pg_stat_activity
      where datname = current_database() and application_name like 'meridian%' and pid <> pg_backend_pid()) as sessions,
      exists (select from public.worker_beats where beat_at > clock_timestamp() - interval '1 minute') as alive`);
  if (work!.sessions > 0 || work!.alive)
    throw new Error(
      "The portal or a worker uses this database. Stop all of them: rows must not change while they move. A worker that was killed counts for a minute.",
    );
}

async function assertTriggersAllowed(tx: Tx): Promise<void> {
  const [refused] = await tx.execute(
    sql`select from run_command_on_all_nodes('show citus.enable_unsafe_triggers') where not success or result <> 'on' limit 1`,
  );
  if (refused)
    throw new Error(
      "Set citus.enable_unsafe_triggers = on in postgresql.conf of every server of the cluster, let them read it (SELECT pg_reload_conf()), and run this again.",
    );
}
