/** How a person knows a row again: its reference, else its recipient, else nothing. */
export const aboutRow = (values: Readonly<Record<string, string>>): string => values.reference || values.recipient_name || values.email || "";
