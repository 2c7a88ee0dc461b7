import { readFileSync } from "node:fs";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import { refusedRows } from "@/db/schema/refused_rows";
import type { Actor } from "@/lib/actor";
import { decideBatch } from "@/lib/batches/mutations";
import type { Batch } from "@/lib/batches/queries";
import { receiveFile, type Upload } from "@/lib/batches/ingest/receive";
import { awaitsReview, type BatchMode } from "@/lib/batches/status";
import { finishBatch } from "@/lib/batches/ingest/work";
import { DomainError } from "@/lib/errors";
import { createOrganization, createUser } from "./factories";

export type TestFile = { fileName: string; content: Uint8Array };

export const header = "recipient_name,email,amount,currency,reference";
export const row = (
  reference: string,
  amount = "12.50",
  email = `${reference.toLowerCase()}@example.com`,
  name = "Ada Byron",
) => `${name},${email},"${amount}",USD,${reference}`;
export const fileOf = (text: string, fileName = "payouts.csv"): TestFile => ({
  fileName,
  content: new TextEncoder().encode(text),
});
export const file = (...rows: string[]): TestFile => fileOf([header, ...rows].join("\n"));
/** Valid rows, each with its own recipient. */
export const manyRows = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => row(`R${from + index}`, "12.50", `ada${from + index}@example.com`));
export const example = (): TestFile => ({
  fileName: "payouts.csv",
  content: new Uint8Array(readFileSync("examples/payouts.csv")),
});

/** The file as it arrives over a network: in pieces of any size. */
export async function* arriving(content: Uint8Array, size = 700_001): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < content.length; start += size) yield content.subarray(start, start + size);
}

export const admin = async () => (await createUser(await createOrganization())).actor;

export async function received(
  actor: Actor,
  { fileName, content }: TestFile,
  more: Partial<Upload> = {},
): Promise<{ batch: Batch; alreadyThere: boolean }> {
  const result = await receiveFile(actor, { fileName, bytes: arriving(content), ...more });
  if ("fileFaults" in result) throw new Error(result.fileFaults[0]?.message);
  return result;
}

/** Receives and validates a file: as far as a batch gets without a decision. */
export async function validated(actor: Actor, of: TestFile): Promise<Batch> {
  return finishBatch(actor, (await received(actor, of)).batch.id);
}

/** The whole life of a batch, with this decision. */
export async function created(
  actor: Actor,
  of: TestFile,
  mode: BatchMode = "valid_rows",
): Promise<{ batch: Batch; alreadyThere: boolean }> {
  const { batch, alreadyThere } = await received(actor, of);
  const checked = await finishBatch(actor, batch.id);
  if (!awaitsReview(checked)) return { batch: checked, alreadyThere };
  // When twenty decide at once, one succeeds.
  await decideBatch(actor, batch.id, mode, { acknowledgedDuplicates: true }).catch(
    (error: unknown) => (error instanceof DomainError && error.code === "conflict") || Promise.reject(error),
  );
  return { batch: await finishBatch(actor, batch.id), alreadyThere };
}

const counted = [batches, payouts, emails, events, refusedRows, ingestErrors];
/**
 * The number of the actor's organization's rows in each table that a batch writes: batches, payouts, emails, events,
 * refused rows, ingest errors.
 */
export const rowCounts = (actor: Actor) =>
  Promise.all(counted.map((table) => db.$count(table, eq(table.organizationId, actor.organizationId))));
