/**
 * What went wrong with a payout after it was made, when no mail server will take its email: an ingest error of its
 * batch, though it comes from the processing and not from the file.
 */
export const emailRefusal = {
  code: "email_refused",
  scope: "row",
  reason: "Email refused by the mail server",
  message: "The recipient cannot be reached at this address, so they may not know of their payout. {why}",
  suggestion:
    "Ask the recipient for an address that works, then change the email on the payout: a new link goes there at once. If the address is right, let its mail server's keepers mend it, then send the email again.",
  example: "ada@example.com, a mailbox that was closed",
} as const;

/** @param why what the mail server made of it, in a sentence or two */
export const emailRefusalMessage = (why: string): string => emailRefusal.message.replace("{why}", () => why);
