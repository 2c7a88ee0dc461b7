import type { ingestErrors } from "@/db/schema/ingest_errors";
import type { emails } from "@/db/schema/emails";
import type { events } from "@/db/schema/events";
import type { payoutAttempts } from "@/db/schema/payout_attempts";
import type { payouts } from "@/db/schema/payouts";
import type { sandboxPayments } from "@/db/schema/sandbox_payments";
import type { Step } from "./life";
import type { Random } from "./random";

export type PayoutRow = typeof payouts.$inferInsert;
export type EventRow = typeof events.$inferInsert;
export type EmailRow = typeof emails.$inferInsert;
export type IngestErrorRow = typeof ingestErrors.$inferInsert;
type AttemptRow = typeof payoutAttempts.$inferInsert;
type SandboxRow = typeof sandboxPayments.$inferInsert;
export type Records = {
  payouts: PayoutRow[];
  events: EventRow[];
  emails: EmailRow[];
  attempts: AttemptRow[];
  sandboxPayments: SandboxRow[];
  ingestErrors: IngestErrorRow[];
};

/** What a payout is, before its life is told. */
export type Draft = Pick<
  PayoutRow,
  "id" | "batchId" | "line" | "fromLine" | "reference" | "recipientName" | "recipientEmail" | "amountMinor" | "currency"
> & {
  /** Wrong answers given so far. */
  verificationAttempts?: number;
  createdAt: number;
  expiresAt: number;
  createdBy: string;
  reissueOf?: { id: string; reference: string };
};

export type World = { organizationId: string; linkKey: string; admins: readonly string[] };
/** One payout, everything that happened to it until now, and where its records go. */
export type Scene = { world: World; random: Random; draft: Draft; steps: readonly Step[]; now: number; into: Records };
