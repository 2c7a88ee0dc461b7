import { notFound } from "next/navigation";
import { DomainError } from "@/lib/errors";

/**
 * The record of a page, or the not-found page: the same for an id that does not exist and for one of another
 * organization.
 */
export async function orNotFound<T>(record: Promise<T>): Promise<T> {
  return record.catch((error: unknown) => {
    if (error instanceof DomainError && error.code === "not_found") notFound();
    throw error;
  });
}
