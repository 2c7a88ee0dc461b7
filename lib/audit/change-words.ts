import { roleLabels, type Role } from "@/lib/actor";
import { emailKindTable, type EmailKind } from "@/lib/emails/kinds";
import type { EventName } from "@/lib/events-table";
import { columnNames, payoutField } from "@/lib/payouts/fields/table";
import { runActionTable, type RunAction } from "@/lib/runs/table";
import { settingNames, settingTable } from "@/lib/settings/table";
import { counted } from "@/lib/plain-words";
import { formatInstant } from "@/lib/time";
import { rhythmTable, type DigestRhythm } from "@/lib/views/digests/rhythms";

export type EventData = Record<string, string | number | boolean | null>;
type Words = (data: EventData, timeZone: string) => string | null;

const roleWords = (role: unknown) => roleLabels[role as Role];
const arrow = (from: unknown, to: unknown) => `${String(from)} → ${String(to)}`;

const stamp = (text: unknown, timeZone: string) => formatInstant(new Date(String(text)), timeZone);

const proofs: Record<string, string> = {
  app: "With a code of the app",
  recovery_code: "With a recovery code",
  passkey: "With a passkey",
};
/** "By the identity provider; with a code of the app" */
const signIn: Words = ({ proof, oidc }) => {
  const proved = proofs[String(proof)];
  if (!oidc) return proved ?? null;
  return proved
    ? `By the identity provider; ${proved[0]!.toLowerCase()}${proved.slice(1)}`
    : "By the identity provider";
};
const oidcOnly: Words = ({ oidc, linked }) =>
  oidc ? `By the identity provider${linked ? ", under another of its accounts than the linked one" : ""}` : null;

function userChange({ field, from, to }: EventData): string | null {
  if (field === "name") return `Name: ${arrow(from, to)}`;
  if (field === "own_password") return "New password of their own, signed out everywhere else";
  if (field === "role") return `Role is now ${roleWords(to)}`;
  if (field === "active") return to ? "Can sign in again" : "Deactivated, signed out everywhere";
  return field === "password" ? "New password, signed out everywhere" : null;
}

const asRole: Words = ({ role }) => (role ? `As ${roleWords(role)}` : null);

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

/** What commands alone set, the logo, and a column of the organization's own, stand beside the settings of the form. */
const labelsOfSettings: Record<string, string> = {
  ...Object.fromEntries(settingNames.map((name) => [name, settingTable[name].label])),
  logo: "Logo",
  column: "Column of files",
  retentionMonths: "Retention in months",
};

function settingChanges(data: EventData): string | null {
  const said = (value: unknown) => (value === "" || value === null ? "none" : value);
  const changed = Object.keys(labelsOfSettings).filter((key) => `${key}.to` in data);
  return (
    changed
      .map((key) => `${labelsOfSettings[key]}: ${arrow(said(data[`${key}.from`]), said(data[`${key}.to`]))}`)
      .join("; ") || null
  );
}

/** "To Grace Hopper; before: Ada Byron" */
const assignment: Words = ({ to, from }) =>
  [to ? `To ${to}` : "To nobody", from && `before: ${from}`].filter(Boolean).join("; ");

const snooze: Words = ({ until }, timeZone) => (until ? `Until ${stamp(until, timeZone)}` : "Back now");

const note: Words = ({ mentions }) => (mentions ? `Mentions ${counted(Number(mentions), "person", "people")}` : null);

const numbered: Words = ({ attempt }) => (attempt === undefined ? null : `Attempt ${attempt}`);

const exportedList: Words = ({ list }) => (list ? `The list ${list}` : null);

/** "Cancel: 37 payouts; 33 done, 4 skipped, 0 failed, 0 untouched" */
function runWords({ action, payouts, done, skipped, failed, untouched }: EventData): string {
  const asked = `${runActionTable[action as RunAction]?.label ?? action}: ${counted(Number(payouts), "payout")}`;
  return done === undefined
    ? asked
    : `${asked}; ${done} done, ${skipped} skipped, ${failed} failed, ${untouched} untouched`;
}
const viewed: Words = ({ view, from, shared }) =>
  `“${view}”${from === undefined ? "" : `, before “${from}”`}${shared === true ? ", shared" : ""}`;

/** An email to a user names nothing but its kind. */
const emailed: Words = ({ kind }) => {
  const known = emailKindTable[kind as EmailKind];
  return known?.to === "user" ? known.label : null;
};

const digestWords: Words = ({ view, rhythm, byLink }) =>
  [`“${view}”`, rhythm && rhythmTable[rhythm as DigestRhythm]?.within, byLink && "by the link in an email"]
    .filter(Boolean)
    .join(", ");

/** What an event's data add to its name. An event that is not here has none. */
const wordsOf: Partial<Record<EventName, Words>> = {
  "user.changed": userChange,
  "user.signed_in": signIn,
  "user.joined": oidcOnly,
  "user.sign_in_refused": oidcOnly,
  "user.oidc_unlinked": () => "Signed out everywhere",
  "user.session_ended": ({ device, others }) => (others ? "All others of this person" : String(device)),
  "user.passkey_added": ({ passkey }) => String(passkey),
  "user.passkey_renamed": ({ from, to }) => arrow(from, to),
  "user.passkey_removed": ({ passkey }) => String(passkey),
  "user.second_factor_reset": () => "Signed out everywhere",
  "user.sign_in_limited": () => "Sign-ins from other devices have to wait between tries",
  "user.denied": ({ path }) => (path ? `Asked for ${path}, which is for admins` : null),
  "view.saved": viewed,
  "view.renamed": viewed,
  "view.updated": ({ view, from, to }) => `“${view}”: ${arrow(from, to)}`,
  "view.shared": viewed,
  "view.deleted": viewed,
  "view.digest_asked": digestWords,
  "view.digest_stopped": digestWords,
  "email.sent": emailed,
  "email.bounced": emailed,
  "email.failed": emailed,
  "email.skipped": emailed,
  "payouts.exported": exportedList,
  "batches.exported": exportedList,
  "emails.exported": exportedList,
  "users.exported": exportedList,
  "audit_log.exported": exportedList,
  "user.created": asRole,
  "user.reset_asked": ({ link }) => (link === "invitation" ? "The invitation was sent again" : null),
  "user.password_reset": () => "Signed out everywhere",
  "user.invited": asRole,
  "batch.validated": rowCounts,
  "batch.hidden_rows_answered": ({ answer, hidden }) =>
    `${answer === "skip" ? "Skip" : "Include"} the hidden rows: ${hidden}`,
  "batch.columns_chosen": ({ mapping }) => (mapping ? `“${mapping}”` : null),
  "batch.sheet_chosen": ({ sheet }) => `“${sheet}”`,
  "mapping.remembered": ({ mapping }) => `“${mapping}”`,
  "mapping.changed": ({ from, mapping }) => (from === mapping ? `“${mapping}”` : arrow(from, mapping)),
  "mapping.deleted": ({ mapping }) => `“${mapping}”`,
  "batch.decided": decision,
  "batch.processed": rowCounts,
  "batch.row_repaired": ({ line, changed }) =>
    `Line ${line} of its batch file; ${changed ? `changed: ${changed}` : "as it stood"}`,
  "batch.rows_set_aside": ({ rows, lines }) => `${counted(Number(rows), "row")}: ${lines}`,
  "run.started": runWords,
  "run.stopped": runWords,
  "run.ended": runWords,
  "run_results.exported": runWords,
  "organization.changed": settingChanges,
  "erasure.asked": ({ payouts }) => counted(Number(payouts), "payout"),
  "erasure.ended": ({ payouts, records }) =>
    `${counted(Number(payouts), "payout")}, ${counted(Number(records), "record")} changed`,
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
  "payout.noted": note,
  "batch.noted": note,
  "payout.assigned": assignment,
  "batch.assigned": assignment,
  "payout.snoozed": snooze,
  "batch.snoozed": snooze,
  "payout.answered": ({ left }) =>
    left === undefined ? null : `${left === 0 ? "No answer" : counted(Number(left), "answer")} left if it is wrong`,
  "payout.attempts_reset": ({ used }) => (used === undefined ? null : `${counted(Number(used), "wrong answer")} reset`),
};

/** What an event says beside its name and its statuses; null where there is nothing to add. */
export const dataWords = (name: string, data: EventData | null, timeZone: string): string | null =>
  (data && wordsOf[name as EventName]?.(data, timeZone)) ?? null;
