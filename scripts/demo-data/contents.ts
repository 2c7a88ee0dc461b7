import { createHash } from "node:crypto";
import type { batches } from "@/db/schema/batches";
import { MoneyTotals } from "@/lib/money-totals";
import { batchTransitionTable, endOfProcessing } from "@/lib/batches/transitions";
import type { EventName } from "@/lib/events-table";
import { toDecimal } from "@/lib/money";
import { DAY_MS, type Calendar } from "./calendar";
import { live, type Step } from "./life";
import { amountOf, payoutKinds, type PayoutKind } from "./money";
import { person } from "./people";
import type { Profile } from "./profiles";
import type { Random } from "./random";
import { record } from "./records";
import type { Draft, EventRow, Records, World } from "./scene";
import { refuse, type RefusedRow } from "./refusals";

type BatchRow = typeof batches.$inferInsert;
export type Contents = Records & { batch: BatchRow; refusedRows: RefusedRow[] };
export type Setting = { profile: Profile; world: World; calendar: Calendar; now: number; random: Random };
type FileName = { label: string; kind: PayoutKind; records: number };
/** `earlier` is a file without refusals, whose references later rows repeat. */
export type File = {
  label: string;
  kind: PayoutKind;
  createdAt: number;
  fileName: string;
  records: number;
  refused: number;
  spoiled: boolean;
  lifetimeDays: number;
  earlier?: FileName;
};
type Life = (draft: Draft, line: number) => Step[];

/**
 * Everything that one file brought into being, up to now: its payouts with their lives, its refused rows, its own
 * event.
 */
export function fileContents(
  setting: Setting,
  file: File,
  lifeOf: Life = anyLife(setting),
  shape: (draft: Draft, line: number) => Draft = (draft) => draft,
): Contents {
  const { random } = setting;
  const batch = batchRow(setting, file);
  const contents: Contents = {
    batch,
    payouts: [],
    events: told(setting, batch),
    emails: [],
    attempts: [],
    sandboxPayments: [],
    refusedRows: [],
    ingestErrors: [],
  };
  const totals = new MoneyTotals();
  for (let line = 2, refusedLeft = file.refused; line < file.records + 2; line++) {
    const draft = shape(draftOf(setting, file, batch, line), line);
    if (random.float() * (file.records + 2 - line) < refusedLeft) {
      refusedLeft--;
      const { row, errors } = refusal(setting, file, draft);
      contents.refusedRows.push(row);
      contents.ingestErrors.push(...errors);
    } else {
      totals.add([draft]);
      recordUntilNow(setting, contents, draft, lifeOf(draft, line));
    }
  }
  contents.batch.totals = totals.stored();
  return contents;
}

/** The row that the file has in place of a payout. */
const refusal = ({ world, profile, random }: Setting, file: File, draft: Draft) =>
  refuse({
    random,
    organizationId: world.organizationId,
    batchId: draft.batchId!,
    timeZone: profile.timeZone,
    line: draft.line!,
    at: draft.createdAt,
    cells: cellsOf(draft),
    spoiled: file.spoiled,
    earlierReference: earlierReference(random, file),
  });

function batchRow({ profile, world, random }: Setting, file: File): BatchRow {
  const accepted = file.records - file.refused;
  const createdBy = random.pick(world.admins);
  const fileBytes = 60 + file.records * 74 + random.int(0, 40);
  const createdAt = new Date(file.createdAt);
  return {
    organizationId: world.organizationId,
    id: random.id(file.createdAt),
    fileName: file.fileName,
    fileSha256: createHash("sha256").update(`${profile.slug}/${file.label}`).digest("hex"),
    fileBytes,
    status: batchTransitionTable[endOfProcessing({ acceptedCount: accepted, refusedCount: file.refused })].to,
    recordCount: file.records,
    acceptedCount: accepted,
    refusedCount: file.refused,
    createdBy,
    createdAt,
    validatedAt: new Date(file.createdAt + 300 + file.records),
    processedAt: new Date(file.createdAt + 800 + file.records * 2),
    ...worked(file, { createdBy, createdAt, fileBytes, accepted }),
  };
}

/** What a worker has left behind that has done all there was to do. */
function worked(
  { records }: File,
  {
    createdBy,
    createdAt,
    fileBytes,
    accepted,
  }: { createdBy: string; createdAt: Date; fileBytes: number; accepted: number },
) {
  const line = records + 1;
  const review = {
    mode: "valid_rows",
    autoProcess: false,
    decidedBy: accepted > 0 ? createdBy : null,
    createdCount: accepted,
    duplicateCount: 0,
  } as const;
  const reading = {
    format: "csv",
    bytesRead: fileBytes,
    validatedLine: line,
    processedLine: accepted > 0 ? line : 0,
  } as const;
  return {
    ...review,
    ...reading,
    totals: [],
    extraColumns: [],
    ignoredColumns: [],
    readingNotes: [],
    attempts: 0,
    fence: 2,
    nextAttemptAt: createdAt,
  };
}

/** The events of the file itself. */
function told({ world, random }: Setting, batch: BatchRow): EventRow[] {
  const counts = { accepted: batch.acceptedCount, refused: batch.refusedCount };
  const event = (name: EventName, occurredAt: Date, by: Partial<EventRow>, data: EventRow["data"]): EventRow => ({
    organizationId: world.organizationId,
    id: random.id(occurredAt.getTime()),
    occurredAt,
    name,
    actorType: "user",
    batchId: batch.id,
    data,
    ...by,
  });
  const person = { actorUserId: batch.createdBy };
  return [
    event("batch.received", batch.createdAt, person, { bytes: batch.fileBytes }),
    event("batch.validated", batch.validatedAt!, { actorType: "system" }, counts),
    ...(batch.decidedBy
      ? [event("batch.decided", batch.validatedAt!, person, { mode: batch.mode!, ...counts, acknowledged: 0 })]
      : []),
    event("batch.processed", batch.processedAt!, person, { ...counts, created: batch.acceptedCount }),
  ];
}

function draftOf({ profile, random }: Setting, file: File, batch: BatchRow, line: number): Draft {
  const { name, email } = person(random);
  const currency = random.weighted(profile.currencies);
  const createdAt = batch.processedAt!.getTime();
  return {
    id: random.id(createdAt),
    batchId: batch.id,
    line,
    reference: referenceOf(file, line),
    recipientName: name,
    recipientEmail: email,
    amountMinor: amountOf(random, file.kind, currency),
    currency,
    createdAt,
    expiresAt: createdAt + file.lifetimeDays * DAY_MS,
    createdBy: batch.createdBy!,
  };
}

/** The organization's name for the payout on this line of this file. */
const referenceOf = ({ kind, label }: FileName, line: number): string =>
  `${payoutKinds[kind].prefix}-${label}-${String(line - 1).padStart(4, "0")}`;

const earlierReference = (random: Random, { earlier }: File): string =>
  earlier ? referenceOf(earlier, random.int(2, earlier.records + 1)) : "";

const anyLife =
  ({ random, calendar }: Setting): Life =>
  ({ createdAt, expiresAt }) =>
    live({ random, calendar, createdAt, expiresAt });

function cellsOf({ recipientName, recipientEmail, amountMinor, currency, reference }: Draft) {
  return {
    recipient_name: recipientName,
    email: recipientEmail,
    amount: toDecimal(amountMinor, currency),
    currency,
    reference,
  };
}

/** A payout that was replaced brings the payout that replaced it, and so on. */
function recordUntilNow(setting: Setting, into: Records, draft: Draft, whole: readonly Step[]): void {
  const { world, random, now } = setting;
  const steps = whole.filter(({ at }) => at < now);
  const replaced = steps.find(({ does }) => does === "reissue");
  if (!replaced) return record({ world, random, draft, steps, now, into });
  const next = successor(setting, draft, replaced.at);
  record({
    world,
    random,
    draft,
    steps: steps.map((step) => (step === replaced ? { ...step, detail: next.reference } : step)),
    now,
    into,
  });
  recordUntilNow(setting, into, next, anyLife(setting)(next, 0));
}

function successor({ random, world }: Setting, old: Draft, createdAt: number): Draft {
  const [, base = old.reference, times = "0"] = /^(.*?)(?:-R(\d+))?$/.exec(old.reference) ?? [];
  return {
    ...old,
    id: random.id(createdAt),
    line: null,
    fromLine: old.line ?? old.fromLine ?? null,
    reference: `${base}-R${Number(times) + 1}`,
    createdAt,
    expiresAt: createdAt + 30 * DAY_MS,
    createdBy: random.pick(world.admins),
    reissueOf: { id: old.id, reference: old.reference },
  };
}
