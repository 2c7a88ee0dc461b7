import type { SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { retentions } from "@/db/schema/retentions";

export type Progress = typeof retentions.$inferSelect;
/** One step of a pass: an organization's records older than `before`, from where the last step ended. */
export type Step = { tx: Tx; progress: Progress; before: SQL; size: number };
/** `moved`: records that are in the archive now. `ended`: the stage has looked at everything that is old enough. */
export type Stepped = { moved: number; ended: boolean } & Partial<
  Pick<Progress, "reachedAt" | "reachedId" | "batchId">
>;
