import { sql } from "drizzle-orm";
import { check, foreignKey, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";
import { organizations } from "./organizations";
import { users } from "./users";

type KeptSource =
  | { from: "cells"; keys: string[] }
  | { from: "chosen"; by: string; of: Record<string, string> }
  | { from: "constant"; text: string }
  | { from: "address" };

/** How a file is read whose columns are not ours; lib/batches/file-format/mapping/mapping.ts says what it means. */
export type KeptMapping = {
  header: { line: number | null; keys: string[]; names?: string[] };
  columns: Partial<Record<string, KeptSource>>;
  decimalMark: "." | "," | null;
  dateForm: "day_first" | "month_first" | "year_first" | null;
};

/** Mappings that an organization remembers: the next file with the same header cells is read by them at once. */
export const columnMappings = pgTable(
  "column_mappings",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    /** Hash of the header's cells, by which a later file is recognized. */
    headerSet: text("header_set").notNull(),
    mapping: jsonb("mapping").$type<KeptMapping>().notNull(),
    /** Who remembered it last, and when. */
    savedBy: uuid("saved_by"),
    savedAt: instant("saved_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    foreignKey({ columns: [t.organizationId, t.savedBy], foreignColumns: [users.organizationId, users.id] }),
    uniqueIndex("column_mappings_header").on(t.organizationId, t.headerSet),
    uniqueIndex("column_mappings_name").on(t.organizationId, sql`lower(${t.name})`),
    check("column_mappings_name_length", sql`char_length(${t.name}) between 1 and 80`),
  ],
);
