/**
 * What Meridian writes in its own files beside the columns of the table of fields: in the export of payouts, and in the
 * download of refused rows. A file that comes back with them brings no columns of the organization's own.
 */
export const ownFileNames = [
  ...(["id", "status", "status_changed_at", "created_at", "submitted_at", "paid_at", "paid_to"] as const),
  ...(["provider_reference", "failure_code", "failure_reason", "provider_said", "next_step", "who_acts"] as const),
  ...(["canceled_by", "cancel_reason", "batch_id", "batch_file", "batch_line", "replaced_at"] as const),
  ...(["error_code", "error_message"] as const),
] as const;

export type OwnFileName = (typeof ownFileNames)[number];
