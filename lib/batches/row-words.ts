/** How a person knows a row again: its reference, else its recipient, else nothing. */
export const aboutRow = (values: Readonly<Record<string, string>>): string =>
  values.reference || values.recipient_name || values.email || "";

/** What a row repeats: an earlier line of its file, or a payout; neither when it repeats nothing. */
export type Repeated = { repeatsLine: number | null; repeatsReference: string | null };

/** "line 2 of this file", "payout CLM-7"; empty when the row repeats nothing. */
export function repetitionWords({ repeatsLine, repeatsReference }: Repeated): string {
  if (repeatsLine !== null) return `line ${repeatsLine} of this file`;
  return repeatsReference === null ? "" : `payout ${repeatsReference}`;
}
