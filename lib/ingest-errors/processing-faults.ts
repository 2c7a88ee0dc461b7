import type { Fault } from "./fault";

/** What can be wrong with a good row by the time it is to become a payout, beside what its file can be refused for. */
export const lateFaults = {
  repeats_new_payout: {
    scope: "field",
    reason: "Like a payout created since the upload",
    message:
      "The payout “{reference}”, created since this file was uploaded, has the same amount and currency and goes to “{value}” too.",
    suggestion:
      "Look at that payout first. If the recipient is to get both, repair this row and create it as it stands (“Try all again” creates it as well). If not, leave it.",
    example: "a second export of the same people, uploaded before the payouts of the first were created",
  },
} as const satisfies Record<string, Fault>;

/** What can be wrong with a file in a watched folder, beside what can be wrong with every file. */
export const folderFaults = {
  file_unreadable: {
    scope: "file",
    reason: "File cannot be opened",
    message: "The file cannot be opened: it is no ordinary file, or the portal has no right to read it.",
    suggestion: "Send the file itself, not a link, and let everybody in the folder's group read it.",
    example: "a link to a file elsewhere",
  },
} as const satisfies Record<string, Fault>;

/** No mail server accepts the email of a payout. `{why}` is the mail server's answer. */
export const emailRefused = {
  code: "email_refused",
  scope: "row",
  reason: "Email refused by the mail server",
  message: "The recipient cannot be reached at this address, so they may not know of their payout. {why}",
  suggestion:
    "Ask the recipient for an address that works, then change the email on the payout: a new link goes there at once. If the address is right, let the people who run its mail server repair it, then send the email again.",
  example: "ada@example.com, a mailbox that was closed",
} as const;

const { code, ...refused } = emailRefused;

/** What can go wrong with a payout of a batch after it was created. */
export const payoutFaults = { [code]: refused } as const satisfies Record<string, Fault>;

/** @param why what the mail server's answer means, in a sentence or two */
export const emailRefusedMessage = (why: string): string => emailRefused.message.replace("{why}", () => why);
