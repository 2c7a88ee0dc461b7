import { boolean, foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";
import { payoutAttempts } from "./payout_attempts";

/**
 * What providers said of attempts. The key is the message's own id, so that each is applied once however often it
 * comes.
 */
export const providerReports = pgTable(
  "provider_reports",
  {
    organizationId: organizationId(),
    provider: text("provider").notNull(),
    messageId: text("message_id").notNull(),
    attemptId: uuid("attempt_id").notNull(),
    outcome: text("outcome").notNull(),
    /** False for one that came too late to change anything. */
    applied: boolean("applied").notNull(),
    receivedAt: instant("received_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.provider, t.messageId] }),
    foreignKey({
      columns: [t.organizationId, t.attemptId],
      foreignColumns: [payoutAttempts.organizationId, payoutAttempts.id],
    }),
  ],
);
