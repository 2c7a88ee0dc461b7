import type { roles } from "@/lib/batches/file-format/mapping/roles";

export type Role = (typeof roles)[number];

/**
 * What a column can be, in the words of the page. The rules of the columns are no part of what the browser loads, so
 * their names stand here once more; a new column does not compile before it has one.
 */
export const roleLabels: Record<Role, string> = {
  recipient_name: "Recipient name",
  first_name: "First name",
  last_name: "Last name",
  email: "Email",
  amount: "Amount",
  currency: "Currency",
  reference: "Reference",
  expires_at: "Expires at",
  verification_code: "Verification code",
};
