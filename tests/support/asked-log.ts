import type { Executor } from "@/db/client";
import type { UserActor } from "@/lib/actor";
import { askLog } from "@/lib/audit/asked";
import type { AuditFilter } from "@/lib/audit/filter";
import type { Asked } from "@/lib/audit/matching";
import type { At } from "@/lib/moment";

/** What the log looks up before it reads the events of a filter. @throws Error for one that it does not answer */
export async function askedLog(actor: UserActor, filter: AuditFilter, at: At, executor?: Executor): Promise<Asked> {
  const asked = await askLog(actor, filter, at, executor);
  if ("problem" in asked) throw new Error(`${asked.problem.param} ${asked.problem.message}`);
  return asked;
}

/** Why the log does not answer a filter; null where it does. */
export async function problemOfLog(actor: UserActor, filter: AuditFilter, at: At) {
  const asked = await askLog(actor, filter, at);
  return "problem" in asked ? asked.problem : null;
}
