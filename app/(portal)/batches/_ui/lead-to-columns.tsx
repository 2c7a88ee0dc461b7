"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { columnsHref } from "@/app/(portal)/_columns/href";

/** The batch that this person has just sent, or said something of, and now watches. Of this browser tab alone. */
let sent: string | null = null;
export const noteSent = (batchId: string): void => void (sent = batchId);

/**
 * Leads the person who has just sent a file on to the page of its columns, if it turns out to wait for them. It leads
 * nobody who comes to the page later, and nobody who has begun to write something on it.
 */
export function LeadToColumns({ batchId, awaits }: { batchId: string; awaits: boolean }) {
  const router = useRouter();
  const leads = useRef(false);
  useEffect(() => {
    if (sent === batchId) leads.current = true;
    sent = null;
    const writes = document.activeElement?.matches("input, textarea, select");
    if (!awaits || !leads.current || writes) return;
    leads.current = false;
    router.replace(columnsHref(batchId));
  }, [batchId, awaits, router]);
  return null;
}
