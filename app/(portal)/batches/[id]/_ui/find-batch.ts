import { notFound } from "next/navigation";
import type { UserActor } from "@/lib/actor";
import { getBatch, type BatchDetail } from "@/lib/batches/queries";
import { DomainError } from "@/lib/errors";

/** The batch, or the not-found page: the same for an id that never was and for another organization's. */
export async function findBatch(actor: UserActor, id: string): Promise<BatchDetail> {
  try {
    return await getBatch(actor, id);
  } catch (error) {
    if (error instanceof DomainError && error.code === "not_found") notFound();
    throw error;
  }
}
