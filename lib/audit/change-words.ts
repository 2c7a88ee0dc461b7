import { roleLabels, type Role } from "@/lib/actor";
import type { EventName } from "@/lib/events-table";
import { columnNames, payoutField } from "@/lib/payouts/fields/table";
import { settingLabels } from "@/lib/settings/fields";
import { counted } from "@/lib/plain-words";
import { formatInstant } from "@/lib/time";

export type EventData = Record<string, string | number | boolean | null>;
type Words = (data: EventData, timeZone: string) => string | null;

const roleWords = (role: unknown) => roleLabels[role as Role];
const arrow = (from: unknown, to: unknown) => `${String(from)} → ${String(to)}`;

const stamp = (text: unknown, timeZone: string) => formatInstant(new Date(String(text)), timeZone);

function userChange({ field, to }: EventData): string | null {
  if (field === "role") return `Role is now ${roleWords(to)}`;
  if (field === "active") return to ? "Can sign in again" : "Deactivated, signed out everywhere";
  return field === "password" ? "New password, signed out everywhere" : null;
}

const rowCounts: Words = ({ accepted, refused }) => `${counted(Number(accepted), "row")} accepted, ${refused} refused`;

/** "Create the valid rows: 12 accepted, 3 refused; 2 repetitions acknowledged" */
function decision({ mode, accepted, refused, acknowledged }: EventData): string {
  const chosen = mode === "all_or_nothing" ? "All or nothing" : "Create the valid rows";
  const parts = [
    `${chosen}: ${accepted} accepted, ${refused} refused`,
    acknowledged ? `${counted(Number(acknowledged), "repetition")} acknowledged` : null,
  ];
  return parts.filter(Boolean).join("; ");
}

/** "Replaces CLM-7; email was ada@example.com; expires Dec 3, 2026, 23:59:59 EST" */
function creation(data: EventData, timeZone: string): string | null {
  const { replaces, answerDropped, expiresAt } = data;
  const parts = [
    replaces && `Replaces ${replaces}`,
    ...columnNames.map((name) => {
      const { reissue } = payoutField(name);
      return "was" in reissue && data[reissue.was.key] && `${reissue.was.label} was ${data[reissue.was.key]}`;
    }),
    answerDropped && "proved by a code by email instead of the answer",
    expiresAt && `expires ${stamp(expiresAt, timeZone)}`,
  ];
  return parts.filter(Boolean).join("; ") || null;
}

/** What commands alone set stands beside the settings of the screen. */
const labelsOfSettings: Record<string, string> = { ...settingLabels, retentionMonths: "Retention in months" };

function settingChanges(data: EventData): string | null {
  const said = (value: unknown) => (value === "" || value === null ? "none" : value);
  const changed = Object.keys(labelsOfSettings).filter((key) => `${key}.to` in data);
  return (
    changed
      .map((key) => `${labelsOfSettings[key]}: ${arrow(said(data[`${key}.from`]), said(data[`${key}.to`]))}`)
      .join("; ") || null
  );
}

const numbered: Words = ({ attempt }) => (attempt === undefined ? null : `Attempt ${attempt}`);

/** What an event's data add to its name. An event that is not here has none. */
const wordsOf: Partial<Record<EventName, Words>> = {
  "user.changed": userChange,
  "user.sign_in_limited": () => "Sign-ins from other devices have to wait between tries",
  "user.denied": ({ path }) => (path ? `Asked for ${path}, which is for admins` : null),
  "payouts.exported": ({ list }) => (list ? `The list ${list}` : null),
  "audit_log.exported": ({ list }) => (list ? `The list ${list}` : null),
  "user.created": ({ role }) => (role ? `As ${roleWords(role)}` : null),
  "batch.validated": rowCounts,
  "batch.hidden_rows_answered": ({ answer, hidden }) =>
    `${answer === "skip" ? "Skip" : "Include"} the hidden rows: ${hidden}`,
  "batch.decided": decision,
  "batch.processed": rowCounts,
  "batch.row_repaired": ({ line, changed }) =>
    `Line ${line} of its batch file; ${changed ? `changed: ${changed}` : "as it stood"}`,
  "batch.rows_set_aside": ({ rows, lines }) => `${counted(Number(rows), "row")}: ${lines}`,
  "organization.changed": settingChanges,
  "payout.created": creation,
  "payout.reissued": ({ replacedBy }) => (replacedBy ? `Replaced by ${replacedBy}` : null),
  "payout.handed_over": ({ attempt, providerReference }) =>
    `Attempt ${attempt}${providerReference ? `, reference ${providerReference}` : ""}`,
  "payout.completed": numbered,
  "payout.failed_to_send": numbered,
  "payout.report_ignored": (data, timeZone) =>
    data.ofReplaced ? `Payout ${data.ofReplaced}` : numbered(data, timeZone),
  "payout.reminded": ({ ordinal }) => (ordinal === undefined ? null : `Reminder ${ordinal}`),
  "payout.extended": ({ from, to }, timeZone) => arrow(stamp(from, timeZone), stamp(to, timeZone)),
  "payout.readdressed": ({ from, to }) => arrow(from, to),
  "payout.answered": ({ left }) =>
    left === undefined ? null : left === 0 ? "No answer left" : `${counted(Number(left), "answer")} left`,
  "payout.attempts_reset": ({ used }) => (used === undefined ? null : `${counted(Number(used), "wrong answer")} reset`),
};

/** What an event says beside its name and its statuses; null where there is nothing to add. */
export const dataWords = (name: string, data: EventData | null, timeZone: string): string | null =>
  (data && wordsOf[name as EventName]?.(data, timeZone)) ?? null;
