import { headerWithin } from "@/lib/batches/file-format/header-search";
import { storedFile } from "@/lib/batches/ingest/stored-file";
import type { Batch } from "@/lib/batches/queries";
import { excerptOf } from "@/lib/batches/reading/excerpt";
import type { Excerpt } from "@/lib/batches/reading/records";

/** Rows that are looked at before a file is read: what they show is asked, what they do not is not. */
export const rowsLookedAt = 1_000;

/** A person who chooses columns looks again and again; then nobody does. Ten times the characters of one, at most. */
const mostHeld = 10;
const heldForMs = 5 * 60_000;

type Held = { excerpt: Promise<Excerpt>; forget: NodeJS.Timeout };
const held = new Map<string, Held>();

/**
 * The first rows of a batch's file. They are held in memory for some minutes after the last look, because the bytes of a
 * batch never change and a large workbook takes seconds to open. The caller has checked that the actor may see the batch.
 * @throws FileFault when they cannot be read
 */
export function heldExcerpt(batch: Batch): Promise<Excerpt> {
  const key = [batch.organizationId, batch.id, batch.sheet ?? ""].join(" ");
  const known = held.get(key);
  const excerpt = known?.excerpt ?? excerptOf(storedFile(batch), rowsLookedAt + headerWithin);
  hold(key, excerpt);
  if (!known) excerpt.catch(() => forget(key));
  return excerpt;
}

/** The latest stands last. */
function hold(key: string, excerpt: Promise<Excerpt>): void {
  forget(key);
  held.set(key, { excerpt, forget: setTimeout(() => forget(key), heldForMs).unref() });
  const [oldest] = held.keys();
  if (held.size > mostHeld) forget(oldest!);
}

function forget(key: string): void {
  clearTimeout(held.get(key)?.forget);
  held.delete(key);
}
