"use server";

import { z } from "zod";
import { adminAction } from "@/lib/action";
import { createBatch, previewBatch } from "@/lib/batches/mutations";
import { DomainError } from "@/lib/errors";
import { counted } from "./_ui/figures";
import { checkedFile } from "./new/_ui/checked-file";

const upload = z.object({ file: z.instanceof(File, { error: "Choose a file first." }).refine((file) => file.name !== "", "Choose a file first.") });

const contentOf = async (file: File) => ({ fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });

/** Says what the file would create, and creates nothing. */
export const checkFile = adminAction(upload, async (actor, { file }) => {
  const result = await previewBatch(actor, await contentOf(file));
  return { message: "The file has been checked.", value: checkedFile(file.name, result) };
});

/** Creates the payouts of the file; the same file again creates nothing and leads to its batch. */
export const createFromFile = adminAction(upload, async (actor, { file }) => {
  const result = await createBatch(actor, await contentOf(file));
  if ("fileFaults" in result) throw new DomainError("invalid", result.fileFaults.map(({ message }) => message).join(" "), "file");
  const { batch, alreadyThere } = result;
  const message = alreadyThere
    ? "This file was uploaded before, so nothing was created. This is its batch."
    : `Created ${counted(batch.acceptedCount, "payout")}. ${batch.acceptedCount === 1 ? "Its email is" : "Their emails are"} on the way.`;
  return { message, value: { batchId: batch.id } };
});
