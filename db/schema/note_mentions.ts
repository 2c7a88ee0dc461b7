import { foreignKey, index, pgTable, primaryKey, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";
import { notes } from "./notes";
import { users } from "./users";

/** Whom a note names, as long as it is not withdrawn. */
export const noteMentions = pgTable(
  "note_mentions",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    noteId: uuid("note_id").notNull(),
    userId: uuid("user_id").notNull(),
    /** When the note was written. */
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    uniqueIndex("note_mentions_once").on(t.organizationId, t.noteId, t.userId),
    foreignKey({ columns: [t.organizationId, t.noteId], foreignColumns: [notes.organizationId, notes.id] }),
    foreignKey({ columns: [t.organizationId, t.userId], foreignColumns: [users.organizationId, users.id] }),
    index("note_mentions_user").on(t.organizationId, t.userId, t.createdAt, t.noteId),
  ],
);
