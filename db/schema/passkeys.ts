import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";
import { users } from "./users";

/** The passkeys of a user (WebAuthn). Only public keys are kept. */
export const passkeys = pgTable(
  "passkeys",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    userId: uuid("user_id").notNull(),
    /** What its owner calls it. */
    name: text("name").notNull(),
    /** By which the authenticator knows it; base64url. */
    credentialId: text("credential_id").notNull(),
    /** COSE key (RFC 9052), base64url. */
    publicKey: text("public_key").notNull(),
    /** How often the authenticator says that it was used: 0 for ever where it does not count. */
    counter: bigint("counter", { mode: "number" }).notNull(),
    createdAt: instant("created_at").notNull(),
    lastUsedAt: instant("last_used_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.userId], foreignColumns: [users.organizationId, users.id] }),
    uniqueIndex("passkeys_credential").on(t.organizationId, t.credentialId),
    index("passkeys_of_user").on(t.organizationId, t.userId, t.createdAt),
    check("passkeys_name_length", sql`char_length(${t.name}) between 1 and 100`),
    check(
      "passkeys_credential_id_form",
      sql`${t.credentialId} ~ '^[A-Za-z0-9_-]+$' and char_length(${t.credentialId}) <= 1400`,
    ),
    check("passkeys_public_key_form", sql`${t.publicKey} ~ '^[A-Za-z0-9_-]+$' and char_length(${t.publicKey}) <= 6000`),
    check("passkeys_counter", sql`${t.counter} between 0 and 4294967295`),
  ],
);
