import { SoftLink } from "@/app/_ui/soft-link";
import { columnsHref } from "@/app/(portal)/_columns/href";
import type { Batch } from "@/lib/batches/queries";
import { stands } from "@/lib/batches/transitions";

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
