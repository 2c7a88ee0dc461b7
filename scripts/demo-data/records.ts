import { initialStatus, transitionTable } from "@/lib/payouts/transitions";
import { linkHash, linkToken } from "@/lib/token";
import { keptAnswer } from "@/lib/payouts/fields/verification";
import { recordAttempt } from "./attempts";
import { DAY_MS } from "./calendar";
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
    linkHash: linkHash(linkToken(world.linkKey, draft.id, 1)),
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
    lastError: bounced ? "550 5.1.1 The email account that you tried to reach does not exist" : null,
  });
  tell(scene, "email.sent", sentAt, { actorType: "system", data: { kind, ordinal } });
  return sentAt;
}
