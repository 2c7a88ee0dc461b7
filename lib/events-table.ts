/** Every event Meridian records, with the sentence a timeline or the audit log shows for it. */
export const eventTable = {
  "payout.created": { label: "Payout created", subject: "payout" },
  "payout.opened": { label: "Recipient opened the link", subject: "payout" },
  "payout.submitted": { label: "Recipient chose how to be paid", subject: "payout" },
  "payout.completed": { label: "Paid", subject: "payout" },
  "payout.failed_to_send": { label: "Money could not be delivered", subject: "payout" },
  "payout.failed_to_process": { label: "Recipient could not finish", subject: "payout" },
  "payout.expired": { label: "Link ran out", subject: "payout" },
  "payout.canceled": { label: "Payout canceled", subject: "payout" },
  "payout.resent": { label: "Email sent again", subject: "payout" },
  "payout.reissued": { label: "Replaced by a new payout", subject: "payout" },
  "email.sent": { label: "Email left for the recipient", subject: "payout" },
  "email.bounced": { label: "Email came back", subject: "payout" },
  "email.failed": { label: "Email could not be sent", subject: "payout" },
  "batch.received": { label: "Batch file uploaded", subject: "batch" },
  "batch.validated": { label: "Batch file validated", subject: "batch" },
  "batch.discarded": { label: "Batch discarded", subject: "batch" },
  "batch.processed": { label: "Batch file processed", subject: "batch" },
  "batch.row_repaired": { label: "Made from a refused row that was repaired", subject: "batch" },
  "user.created": { label: "User added", subject: "user" },
  "user.signed_in": { label: "Signed in", subject: "user" },
  "user.changed": { label: "User changed", subject: "user" },
} as const satisfies Record<string, { label: string; subject: "payout" | "batch" | "user" }>;

export type EventName = keyof typeof eventTable;
export const eventNames = Object.keys(eventTable) as [EventName, ...EventName[]];
