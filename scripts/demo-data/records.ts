import { detailsOwner } from "@/lib/payments/attempts";
import { maskDetails, type MethodName, type PaymentDetails } from "@/lib/payments/providers/methods";
import { openProvider } from "@/lib/payments/providers/table";
import { seal } from "@/lib/sealed";
import { emailRefused, emailRefusedMessage } from "@/lib/ingest-errors/processing-faults";
import { failureInWords } from "@/lib/payouts/failures";
import { initialStatus, transitionTable } from "@/lib/payouts/transitions";
import { keptAnswer } from "@/lib/payouts/fields/verification";
import { DAY_MS, HOUR_MS } from "./calendar";
import type { Step } from "./life";
import type { EmailRow, EventRow, PayoutRow, Scene } from "./scene";

/** Turns a payout and what happened to it into its row, its timeline and its emails (each sent, none owed). */
export function record(scene: Scene): void {
  tell(scene, "payout.created", scene.draft.createdAt, {
    actorType: "user",
    actorUserId: scene.draft.createdBy,
    toStatus: initialStatus,
    ...(scene.draft.reissueOf && { data: { replaces: scene.draft.reissueOf.reference } }),
  });
  let lastEmailedAt = mail(scene, "payout_sent", 0, scene.draft.createdAt);
  let resent = 0;
  for (const step of scene.steps) {
    tellStep(scene, step);
    if (step.does === "resend") lastEmailedAt = mail(scene, "payout_resent", ++resent, step.at);
    if (step.does === "cancel") mail(scene, "payout_canceled", 0, step.at);
  }
  const reminded = remind(scene);
  lastEmailedAt = Math.max(lastEmailedAt, reminded.at(-1) ?? 0);
  const reminders = { reminderCount: reminded.length, lastRemindedAt: dateOrNull(reminded.at(-1)) };
  scene.into.payouts.push({
    ...payoutRow(scene),
    ...reminders,
    lastEmailedAt: new Date(lastEmailedAt),
    resendCount: resent,
  });
  recordAttempt(scene);
  recordErrors(scene);
}

const reminderDays = [7, 3, 1];

/** Whoever still waits some days before the link runs out was reminded; says when. */
function remind(scene: Scene): number[] {
  const { createdAt, expiresAt } = scene.draft;
  const until = Math.min(scene.now, scene.steps.find((step) => targetOf(step) !== null)?.at ?? Infinity);
  const moments = reminderDays.map((days) => expiresAt - days * DAY_MS).filter((at) => at > createdAt && at < until);
  return moments.map((at, index) => {
    tell(scene, transitionTable.remind.event, at, { actorType: "system" });
    mail(scene, "payout_reminder", index + 1, at);
    return at;
  });
}

function payoutRow({ world, draft, steps }: Scene): PayoutRow {
  const moves = steps.flatMap((step) => {
    const to = targetOf(step);
    return to ? [{ ...step, to }] : [];
  });
  const last = moves.at(-1);
  const failed = last?.does === "fail" || last?.does === "lock" ? last : undefined;
  const at = (does: Step["does"]) => steps.findLast((step) => step.does === does)?.at;
  const { createdBy: _, reissueOf, verificationAttempts = 0, ...fields } = draft;
  return {
    ...fields,
    organizationId: world.organizationId,
    status: last?.to ?? initialStatus,
    statusChangedAt: new Date(last?.at ?? draft.createdAt),
    createdAt: new Date(draft.createdAt),
    expiresAt: new Date(draft.expiresAt),
    failureCode: failed?.reason ?? null,
    failureDetail: failed?.detail ?? null,
    openedAt: dateOrNull(at("open")),
    verificationAnswer: verificationAttempts > 0 ? keptAnswer(world.linkKey, draft.id, "1984") : null,
    verificationAttempts,
    linkVersion: 1,
    reissueOf: reissueOf?.id ?? null,
    archivedAt: dateOrNull(at("reissue")),
  };
}

const dateOrNull = (at: number | undefined) => (at === undefined ? null : new Date(at));

/** The status a step leads to; null when it leaves the status alone. */
const targetOf = ({ does }: Step) => (does === "open" || does === "bounce" ? null : transitionTable[does].to);

function tellStep(scene: Scene, step: Step): void {
  const { does, at, reason = null, detail } = step;
  if (does === "open") return tell(scene, "payout.opened", at, { actorType: "recipient" });
  if (does === "bounce") return tell(scene, "email.bounced", at, { actorType: "system" });
  const { event, from, to, by } = transitionTable[does];
  const actor: readonly string[] = by;
  tell(scene, event, at, {
    ...(actor.includes("admin")
      ? { actorType: "user", actorUserId: scene.random.pick(scene.world.admins) }
      : { actorType: actor.includes("recipient") ? "recipient" : "system" }),
    ...(to && { fromStatus: from[0], toStatus: to }),
    reason,
    ...(does === "reissue" && detail && { data: { replacedBy: detail } }),
  });
}

type Told = Pick<EventRow, "actorType"> & Partial<EventRow>;

function tell({ world, random, draft, into }: Scene, name: EventRow["name"], at: number, told: Told): void {
  into.events.push({
    organizationId: world.organizationId,
    id: random.id(at),
    occurredAt: new Date(at),
    name,
    payoutId: draft.id,
    ...told,
  });
}

function mail(scene: Scene, kind: EmailRow["kind"], ordinal: number, queuedAt: number): number {
  const { world, random, draft, steps, into } = scene;
  const sentAt = queuedAt + random.int(1_500, 15_000);
  const bounced = kind === "payout_sent" && steps.some(({ does }) => does === "bounce");
  into.emails.push({
    organizationId: world.organizationId,
    id: random.id(queuedAt),
    payoutId: draft.id,
    kind,
    ordinal,
    toEmail: draft.recipientEmail,
    status: bounced ? "bounced" : "sent",
    queuedAt: new Date(queuedAt),
    sentAt: new Date(sentAt),
    attempts: 1,
    nextAttemptAt: new Date(queuedAt),
    fence: 1,
    lastError: bounced ? mailboxGone : null,
  });
  tell(scene, "email.sent", sentAt, { actorType: "system", data: { kind, ordinal } });
  return sentAt;
}

/**
 * The attempt behind a payout whose recipient submitted; where the money is still on its way, the sandbox owes a report
 * of it within two days.
 */
function recordAttempt(scene: Scene): void {
  const { world, random, draft, steps, into } = scene;
  const submitted = steps.find(({ does }) => does === "submit");
  if (!submitted) return;
  const end = steps.find(({ does }) => does === "complete" || does === "fail");
  const id = random.id(submitted.at);
  const sentAt = new Date(submitted.at + random.int(400, 3_000));
  into.attempts.push({
    organizationId: world.organizationId,
    id,
    payoutId: draft.id,
    number: 1,
    provider: openProvider().name,
    ...chosen(scene),
    ...ended(end),
    createdAt: new Date(submitted.at),
    sentAt,
    providerReference: `SBX-${id.slice(-12).toUpperCase()}`,
    attempts: 1,
    // Long after the report that is owed.
    nextAttemptAt: new Date(submitted.at + 60 * 24 * HOUR_MS),
    fence: 1,
  });
  if (!end)
    into.sandboxPayments.push({
      organizationId: world.organizationId,
      id,
      reference: draft.reference,
      outcome: "paid",
      acceptedAt: sentAt,
      nextAttemptAt: new Date(scene.now + random.int(1, 48 * 60) * (HOUR_MS / 60)),
    });
}

const mailboxGone = "550 5.1.1 The email account that you tried to reach does not exist";

/** What stopped a payout of a batch is an error of the batch, until the payout moves on or is replaced. */
function recordErrors({ world, random, draft, steps, into }: Scene): void {
  const { batchId } = draft;
  if (!batchId) return;
  for (const [index, { does, at, reason, detail = null }] of steps.entries()) {
    if (does !== "fail" && does !== "lock" && does !== "bounce") continue;
    const over = steps.slice(index + 1).find((step) => step.does === "reissue" || targetOf(step) !== null);
    const refused = { code: emailRefused.code, column: "email", value: draft.recipientEmail };
    into.ingestErrors.push({
      ...(does === "bounce"
        ? { ...refused, message: emailRefusedMessage(mailboxGone), suggestion: emailRefused.suggestion }
        : { code: reason!, ...failureInWords({ code: reason!, detail }) }),
      organizationId: world.organizationId,
      id: random.id(at),
      batchId,
      payoutId: draft.id,
      scope: "row",
      stage: "processing",
      line: draft.line ?? draft.fromLine,
      occurredAt: new Date(at),
      resolvedAt: dateOrNull(over?.at),
    });
  }
}

function chosen({ world, random, draft }: Scene) {
  const method: MethodName = draft.currency === "USD" ? "us_account" : "foreign_account";
  const account = String(random.int(10_000_000, 99_999_999)) + "00";
  const bank: PaymentDetails =
    method === "us_account"
      ? { routing_number: "021000021", account_number: account }
      : { bic: "DEUTDEFF", foreign_account_number: account };
  const details = { holder: draft.recipientName, ...bank };
  return {
    method,
    details: seal(JSON.stringify(details), detailsOwner(world.organizationId, draft.id)),
    maskedDetails: maskDetails(method, details),
  };
}

function ended(end: Step | undefined) {
  if (!end) return { status: "sent" as const, endedAt: null, failureCode: null, failureDetail: null };
  const failed = end.does === "fail";
  return {
    status: failed ? ("failed" as const) : ("paid" as const),
    endedAt: new Date(end.at),
    failureCode: failed ? end.reason! : null,
    failureDetail: failed ? (end.detail ?? null) : null,
  };
}
