/** A payout that nobody has, for previews: what it says of itself makes clear that it is none. */
export const samplePayout = {
  recipientName: "Sample Recipient",
  recipientEmail: "sample@example.com",
  reference: "SAMPLE-0001",
  amountMinor: 12_345n,
  currency: "USD",
} as const;

const dayMs = 86_400_000;

/** When it would expire if it were created now. */
export const sampleExpiry = (now: Date, { payoutLifetimeDays }: { payoutLifetimeDays: number }): Date =>
  new Date(now.getTime() + payoutLifetimeDays * dayMs);
