import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";
import { users } from "./users";

/** The authenticator app of a user. It counts from its first right code on. */
export const secondFactors = pgTable(
  "second_factors",
  {
    organizationId: organizationId(),
    userId: uuid("user_id").notNull(),
    /** The secret that the app shares, sealed by lib/sealed.ts. */
    sealedSecret: text("sealed_secret").notNull(),
    createdAt: instant("created_at").notNull(),
    /** Null until a code of it was right. */
    confirmedAt: instant("confirmed_at"),
    /** The latest step of 30 s whose code was used: none up to it is taken again (RFC 6238, 5.2). */
    lastStep: bigint("last_step", { mode: "number" }),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.userId] }),
    foreignKey({ columns: [t.organizationId, t.userId], foreignColumns: [users.organizationId, users.id] }),
    check("second_factors_secret_length", sql`char_length(${t.sealedSecret}) between 20 and 400`),
    check("second_factors_confirmed", sql`${t.confirmedAt} is null or ${t.lastStep} is not null`),
  ],
);
