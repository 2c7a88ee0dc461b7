import { pgTable, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/** Sign of life of each worker. The one table without a tenant: a worker serves them all. */
export const workerBeats = pgTable("worker_beats", {
  id: uuid("id").primaryKey(),
  startedAt: instant("started_at").notNull(),
  beatAt: instant("beat_at").notNull(),
});
