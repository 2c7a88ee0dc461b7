"use client";

import { Field, Input } from "@/app/_ui/field";
import { problemOf, type Refused } from "@/app/(portal)/_ui/confirm-dialog";

type Props = {
  id: string;
  label: string;
  hint: string;
  refused: Refused;
  /** What it starts with, and the earliest that it takes. */
  start?: string | undefined;
  min?: string | undefined;
};

/** The last day of a payout, as the field `expires_at` of a form. */
export const DayField = ({ id, label, hint, refused, start, min }: Props) => (
  <Field id={id} label={label} hint={hint} error={problemOf(refused, "expires_at")}>
    {(aria) => (
      <Input
        {...aria}
        name="expires_at"
        type="date"
        required
        min={min}
        defaultValue={refused?.typed?.expires_at ?? start}
        className="max-w-48"
      />
    )}
  </Field>
);

/** The day a week after another, both as "2026-11-23". */
export function weekAfter(day: string | null | undefined): string | undefined {
  if (!day) return undefined;
  const later = new Date(`${day}T00:00:00Z`);
  later.setUTCDate(later.getUTCDate() + 7);
  return later.toISOString().slice(0, 10);
}
