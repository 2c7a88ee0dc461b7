import { sql } from "drizzle-orm";
import { db, transaction, type Executor } from "@/db/client";
import type { Answer } from "@/db/driver/connection";
import { databaseOver } from "@/db/driver/session";

/** A node of a plan, as EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) says it. */
export type PlanNode = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: PlanNode[];
};

type Client = { unsafe(text: string, params: unknown[]): PromiseLike<Answer> & { values(): PromiseLike<Answer> } };

/**
 * An executor that runs every statement, and notes the plan by which the server did. For statements that only read.
 * `plannedAnew`: those whose plan the server does not keep.
 */
export function explaining(): { executor: Executor; plans: PlanNode[]; plannedAnew: string[] } {
  const plans: PlanNode[] = [];
  const plannedAnew: string[] = [];
  const { client } = (db as unknown as { session: { client: Client } }).session;
  const executor = databaseOver({
    run: async (text, params, { rows, keepsPlan }) => {
      const [explained] = keepsPlan
        ? await explainKept(text, params)
        : await client.unsafe(`${explain} ${text}`, params);
      if (!keepsPlan) plannedAnew.push(text);
      const told = (explained as { "QUERY PLAN": string | { Plan: PlanNode }[] })["QUERY PLAN"];
      plans.push((typeof told === "string" ? (JSON.parse(told) as { Plan: PlanNode }[]) : told)[0]!.Plan);
      const answer = client.unsafe(text, params);
      return rows === "arrays" ? answer.values() : answer;
    },
    transaction: () => Promise.reject(new Error("only statements that read are explained")),
  });
  return { executor, plans, plannedAnew };
}

const explain = "explain (analyze, buffers, format json)";

/** By the plan that the server keeps, which does not look at the parameters. */
const explainKept = (text: string, params: unknown[]): Promise<unknown[]> =>
  transaction(async (tx) => {
    const values = params.map((value) => (value === null ? "null" : `'${String(value).replaceAll("'", "''")}'`));
    await tx.execute(sql`set local plan_cache_mode = force_generic_plan`);
    await tx.execute(sql.raw(`prepare kept as ${text}`));
    const answer = await tx.execute(sql.raw(`${explain} execute kept (${values.join(", ")})`));
    await tx.execute(sql`deallocate kept`);
    return answer;
  });

export const nodesOf = (plan: PlanNode): PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** Blocks of 8 kB that a statement looked at, in memory or not. */
export const blocksOf = (plan: PlanNode): number => plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];

/** Tables that were read from end to end. */
export const scannedTables = (plan: PlanNode): string[] =>
  nodesOf(plan).flatMap((node) => (node["Node Type"] === "Seq Scan" ? [node["Relation Name"] ?? "?"] : []));

/** The most rows that a sort of this plan was given. */
export const mostSorted = (plan: PlanNode): number =>
  Math.max(
    0,
    ...nodesOf(plan)
      .filter((node) => node["Node Type"] === "Sort")
      .flatMap((node) => (node.Plans ?? []).map((input) => input["Actual Rows"] * input["Actual Loops"])),
  );
