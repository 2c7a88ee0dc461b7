import type { MethodName, PaymentDetails } from "./methods";

/** One attempt to pay, as it is handed over. */
export type Payment = {
  organizationId: string;
  /** The attempt's id. However often the same key is submitted, the money moves once. */
  idempotencyKey: string;
  amountMinor: bigint;
  currency: string;
  recipientName: string;
  reference: string;
  method: MethodName;
  details: PaymentDetails;
};

/** Why a payment failed: a code of the failure table, or the provider's own, and what it said in its own words. */
export type Failure = { code: string; detail: string };

/**
 * What became of handing a payment over. `unreached`: the provider surely did not get it. `unclear`: it may have, so
 * nobody may pay in another way before the provider has answered. `refused` is final, also for every earlier
 * try under the same key.
 */
export type Handover =
  | { outcome: "accepted"; reference: string }
  | ({ outcome: "refused" } & Failure)
  | { outcome: "unreached"; why: string }
  | { outcome: "unclear"; why: string };

/** How an attempt ended, as the provider says. `messageId` is the same each time that one report is repeated. */
export type Report = { messageId: string; attemptId: string } & (
  | { outcome: "paid" }
  | ({ outcome: "failed" } & Failure)
);

/**
 * Who moves the money. Outcomes come by webhook (`readReport`), by asking (`askOutcome`), or both; a bank that takes
 * payment files and gives status files takes a payment into its next file on `submit` and answers `askOutcome` from the
 * files that came back.
 */
export type Provider = {
  name: string;
  label: string;
  /** No money moves; recipients and staff see a note that says so. */
  test: boolean;
  /** The ways it can pay a currency; none when it cannot. */
  methods: (currency: string) => readonly MethodName[];
  /**
   * Never throws for what the provider or the network did, and takes at most 30 seconds: a worker's claim lasts no
   * longer than a minute.
   */
  submit: (payment: Payment) => Promise<Handover>;
  /**
   * Reads a report that was posted to us, once its signature and age are checked.
   * @throws DomainError `unauthenticated` for one the provider did not sign, or that is too old
   */
  readReport: (headers: Headers, body: string) => Report;
  /**
   * The outcome of an attempt that was, or may have been, handed over; null while there is none.
   * `providerReference` is empty when its answer was never seen.
   */
  askOutcome: (attempt: { organizationId: string; id: string; providerReference: string }) => Promise<Report | null>;
  /** How long to wait for a report before asking, and between two questions, in milliseconds. */
  askAfterMs: number;
};
