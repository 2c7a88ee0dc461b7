import { foreignKey, index, pgEnum, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";
import { savedViews } from "./saved_views";
import { users } from "./users";

export const digestRhythm = pgEnum("digest_rhythm", ["morning", "monday"]);

/** Who gets which saved view by email, and when next. */
export const digests = pgTable(
  "digests",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    viewId: uuid("view_id").notNull(),
    userId: uuid("user_id").notNull(),
    rhythm: digestRhythm("rhythm").notNull(),
    dueAt: instant("due_at").notNull(),
    /** SHA-256 of the token in the link that stops it. */
    stopHash: text("stop_hash").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.userId], foreignColumns: [users.organizationId, users.id] }),
    foreignKey({ columns: [t.organizationId, t.viewId], foreignColumns: [savedViews.organizationId, savedViews.id] }),
    uniqueIndex("digests_once").on(t.organizationId, t.userId, t.viewId),
    // A view may be deleted, and its digests go first.
    index("digests_view").on(t.organizationId, t.viewId),
    index("digests_due").on(t.dueAt),
    index("digests_stop_hash").on(t.stopHash),
  ],
);
