import { z } from "zod";
import { incomingText } from "@/lib/incoming-text";

/** What an organization can set for itself. The limits also stand in the database. */
export type Settings = {
  /** As #rrggbb, lower-cased. */
  brandColor: string;
  supportEmail: string;
  /** In days of 24 hours, for a payout whose row names no expiry. */
  payoutLifetimeDays: number;
  /** The most first; none turns reminders off. */
  reminderDays: number[];
  verificationLimit: number;
};

export const settingsLimits = { lifetimeDays: 730, reminders: 5, reminderDays: 60, answers: 20 } as const;

export const settingLabels: Record<keyof Settings, string> = {
  brandColor: "Brand color",
  supportEmail: "Support email",
  payoutLifetimeDays: "Payout lifetime in days",
  reminderDays: "Reminder days",
  verificationLimit: "Verification answers",
};

const whole = (most: number, words: string) =>
  z
    .string(words)
    .trim()
    .regex(/^\d{1,4}$/, words)
    .transform(Number)
    .pipe(z.number().min(1, words).max(most, words));

const reminderWords = `Write up to ${settingsLimits.reminders} whole numbers from 1 to ${settingsLimits.reminderDays} with commas between, such as 7, 3, 1. Leave it empty for no reminders.`;

const reminderDays = z
  .string(reminderWords)
  .trim()
  .transform((text) => (text === "" || /^none$/i.test(text) ? [] : text.split(/\s*[,;]\s*|\s+/)))
  .refine(
    (days) =>
      days.every((day) => /^\d{1,2}$/.test(day) && Number(day) >= 1 && Number(day) <= settingsLimits.reminderDays),
    reminderWords,
  )
  .transform((days) => [...new Set(days.map(Number))].sort((one, other) => other - one))
  .refine((days) => days.length <= settingsLimits.reminders, reminderWords);

const colorWords = "Write the color as # and six digits or letters from a to f, such as #1d4ed8.";

/** The settings as a form sends them, all of them text. */
export const settingsForm = z.object({
  brandColor: z
    .string(colorWords)
    .trim()
    .toLowerCase()
    .regex(/^#[0-9a-f]{6}$/, colorWords),
  supportEmail: incomingText(z.string().max(254, "The address is longer than 254 characters.")).pipe(
    z.email("This is not an email address. Write it like payouts@example.com."),
  ),
  payoutLifetimeDays: whole(
    settingsLimits.lifetimeDays,
    `Write a whole number of days from 1 to ${settingsLimits.lifetimeDays}.`,
  ),
  reminderDays,
  verificationLimit: whole(settingsLimits.answers, `Write a whole number from 1 to ${settingsLimits.answers}.`),
}) satisfies z.ZodType<Settings>;

/** The days as the form writes them and the audit log tells them: "7, 3, 1". */
export const reminderText = (days: readonly number[]): string => days.join(", ");

/** A text that identifies one state of the settings: a form sends it to say which state it was filled in from. */
export const settingsMark = ({
  brandColor,
  supportEmail,
  payoutLifetimeDays,
  reminderDays,
  verificationLimit,
}: Settings): string =>
  JSON.stringify([brandColor, supportEmail, payoutLifetimeDays, reminderText(reminderDays), verificationLimit]);
