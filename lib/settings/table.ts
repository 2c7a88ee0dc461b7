import type { Language } from "@/lib/recipient-words/languages";
import { fromTheNextEmail, type Setting } from "./kinds";
import { ownWordsSettings, type OwnWords } from "./own-words";

/** What an organization can set for itself. The bounds also stand in the database. */
export type Settings = OwnWords & {
  name: string;
  supportEmail: string;
  /** Null: replies go to the support email. */
  replyTo: string | null;
  /** IANA name. */
  timeZone: string;
  /** As #rrggbb, lower-cased. */
  brandColor: string;
  /** Of recipients for whom neither payout nor browser names one. */
  defaultLanguage: Language;
  /** In days of 24 hours, for a payout whose row names no expiry. */
  payoutLifetimeDays: number;
  /** The most first; none turns reminders off. */
  reminderDays: number[];
  verificationLimit: number;
  /** How often the email of one payout may be sent again, in all. */
  resendLimit: number;
  resendWaitMinutes: number;
  /** A recipient’s personal data can be erased so long after the last change of their payouts. */
  erasureWaitDays: number;
  /** So long after a batch ended, its file and its verification answers are removed; 0 keeps them. */
  fileDays: number;
  sessionIdleMinutes: number;
  sessionMinutes: number;
  /** Staff without a second factor can do nothing but set one up. */
  secondFactorRequired: boolean;
};

export type SettingName = keyof Settings;

const atOnce = "At once, also for payouts already sent.";

/** Every setting, by its name: form, checks, audit log and docs are made from it. */
export const settingTable: Record<SettingName, Setting> = {
  name: {
    section: "identity",
    label: "Organization name",
    kind: { is: "line", most: 200 },
    usual: null,
    effect: "Stands in emails as their sender, on the recipient’s page and in this portal.",
    holds: atOnce,
  },
  supportEmail: {
    section: "identity",
    label: "Support email",
    kind: { is: "email", optional: false },
    usual: null,
    effect: "Where recipients are told to write with questions.",
    holds: atOnce,
  },
  replyTo: {
    section: "identity",
    label: "Reply-to address",
    kind: { is: "email", optional: true },
    usual: "",
    effect: "Where an answer to one of our emails goes. Leave it empty to use the support email.",
    holds: fromTheNextEmail,
  },
  timeZone: {
    section: "identity",
    label: "Time zone",
    kind: { is: "zone" },
    usual: null,
    effect: "The zone of days in lists and files, and of the times that recipients read.",
    holds: "At once. Expiries that are set keep their moment, and are only written in the new zone.",
  },
  brandColor: {
    section: "look",
    label: "Brand color",
    kind: { is: "color" },
    usual: "#1d4ed8",
    effect: "The color of header, button and links in emails and on the recipient’s page.",
    holds: "At once on the recipient’s page, and from the next email on, also for payouts already sent.",
  },
  defaultLanguage: {
    section: "words",
    label: "Default language",
    kind: { is: "language" },
    usual: "en",
    effect:
      "The language of emails about payouts that name none, and of the recipient’s page where the browser names none that we have.",
    holds: "At once on the recipient’s page, and from the next email on, also for payouts already sent.",
  },
  ...ownWordsSettings,
  payoutLifetimeDays: {
    section: "payouts",
    label: "Payout lifetime",
    kind: { is: "number", least: 1, most: 730, unit: "day", units: "days" },
    usual: "30",
    effect: "How long a payout can be claimed if its row has no expiry.",
    holds: "For payouts created from now on. Payouts already sent keep their expiry.",
  },
  reminderDays: {
    section: "payouts",
    label: "Reminder days",
    kind: { is: "days", count: 5, most: 60 },
    usual: "7, 3, 1",
    effect:
      "So many days before the expiry, recipients who have not finished get an email. Leave it empty for no reminders.",
    holds: "At once, also for payouts already sent. A day that has passed is not made up for.",
  },
  verificationLimit: {
    section: "limits",
    label: "Verification answers",
    kind: { is: "number", least: 1, most: 20, unit: "answer", units: "answers" },
    usual: "5",
    effect: "So many wrong answers of the recipient lock a payout, and only a new one can pay them.",
    holds: atOnce,
  },
  resendLimit: {
    section: "limits",
    label: "Resends of one payout",
    kind: { is: "number", least: 1, most: 20, unit: "time", units: "times" },
    usual: "5",
    effect: "How often staff may send the email of one payout again, in all.",
    holds: "At once, also for payouts already sent: what was sent before counts.",
  },
  resendWaitMinutes: {
    section: "limits",
    label: "Wait between resends",
    kind: { is: "number", least: 1, most: 1440, unit: "minute", units: "minutes" },
    usual: "10",
    effect: "So long after the last email of a payout, staff may send it again.",
    holds: atOnce,
  },
  erasureWaitDays: {
    section: "personal",
    label: "Wait before an erasure",
    kind: { is: "number", least: 0, most: 3650, unit: "day", units: "days" },
    usual: "30",
    effect: "A recipient can be erased only so long after the last change of their payouts.",
    holds: "From the next erasure on. Payouts and emails are not affected.",
  },
  fileDays: {
    section: "personal",
    label: "Batch files and verification answers kept",
    kind: { is: "number", least: 0, most: 3650, unit: "day", units: "days" },
    usual: "0",
    effect:
      "So long after a batch ended, its stored file is removed, and the verification answers of its payouts that wait for nobody. 0 keeps them.",
    holds: "Within minutes, also for batches that have ended before. What was removed does not come back.",
  },
  sessionIdleMinutes: {
    section: "signIn",
    label: "Session without use",
    kind: { is: "number", least: 5, most: 43_200, unit: "minute", units: "minutes" },
    usual: "720",
    effect: "A session that nobody uses for so long ends. 720 minutes are 12 hours.",
    holds: "At everybody’s next click, yours too. Payouts are not affected.",
  },
  sessionMinutes: {
    section: "signIn",
    label: "Longest session",
    kind: { is: "number", least: 5, most: 43_200, unit: "minute", units: "minutes" },
    usual: "10080",
    effect: "A session ends so long after sign-in, however much it is used. 10080 minutes are 7 days.",
    holds: "At everybody’s next click, yours too. Payouts are not affected.",
  },
  secondFactorRequired: {
    section: "signIn",
    label: "Second factor required",
    kind: { is: "box" },
    usual: "no",
    effect: "Everybody here, you too, can do nothing before they have set one up. Those who have one notice nothing.",
    holds: "At everybody’s next click, yours too. Payouts are not affected.",
  },
};

export const settingNames = Object.keys(settingTable) as SettingName[];

/** A value as the form writes it and as the audit log tells it: "7, 3, 1", "yes"; empty for none. */
export const settingText = (value: Settings[SettingName]): string =>
  typeof value === "boolean" ? (value ? "yes" : "no") : Array.isArray(value) ? value.join(", ") : String(value ?? "");

/** All settings as the form writes them. */
export const settingTexts = (settings: Settings): Record<SettingName, string> =>
  Object.fromEntries(settingNames.map((name) => [name, settingText(settings[name])])) as Record<SettingName, string>;
