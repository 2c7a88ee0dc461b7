import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import type { Batch } from "@/lib/batches/queries";
import { stands } from "@/lib/batches/transitions";

export const columnsHref = (batchId: string): Route => `/batches/${batchId}/columns` as Route;

type Props = { batch: Pick<Batch, "id" | "status" | "fileRemovedAt">; children: string };

/** Leads to where the columns are said anew, while nothing was created of the file. */
export function ColumnsLink({ batch, children }: Props) {
  if (!stands("chooseColumns", batch) || batch.fileRemovedAt !== null) return null;
  return (
    <SoftLink href={columnsHref(batch.id)} className="font-medium underline underline-offset-2">
      {children}
    </SoftLink>
  );
}
