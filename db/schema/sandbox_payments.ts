import { sql } from "drizzle-orm";
import { foreignKey, index, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { instant, organizationId, queueColumns } from "./columns";
import { organizations } from "./organizations";

/**
 * The sandbox provider's own memory, as a bank would have one: what it was asked to pay, and what it has reported so
 * far.
 */
export const sandboxPayments = pgTable(
  "sandbox_payments",
  {
    organizationId: organizationId(),
    /** The idempotency key it was given. */
    id: uuid("id").notNull(),
    reference: text("reference").notNull(),
    /** A key of lib/payments/providers/sandbox-outcomes.ts. */
    outcome: text("outcome").notNull(),
    acceptedAt: instant("accepted_at").notNull(),
    reportsSent: smallint("reports_sent").notNull().default(0),
    /** When there is nothing more to report. */
    doneAt: instant("done_at"),
    ...queueColumns(),
    nextAttemptAt: instant("next_attempt_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    index("sandbox_payments_reference").on(t.organizationId, t.reference),
    index("sandbox_payments_due").on(t.nextAttemptAt).where(sql`${t.doneAt} is null`),
  ],
);
