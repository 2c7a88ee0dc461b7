import { Notice } from "@/app/_ui/notice";
import { TakenFrom } from "@/app/(portal)/_columns/taken-from";
import { ColumnsLink } from "@/app/(portal)/batches/_ui/columns-link";
import { headerWords } from "@/lib/batches/file-format/mapping/words";
import type { BatchDetail } from "@/lib/batches/queries";

const titles = {
  template: (name: string) => `This is a known file: ${name}`,
  remembered: (name: string) => `Read by the mapping “${name}”`,
  chosen: (name: string) =>
    name === "" ? "Read by the columns that were chosen for it" : `Read by the mapping “${name}”`,
};

/** Which mapping read the file and what it took from where, and the way back while nothing was created. */
export function ColumnsRead({ batch, admin }: { batch: BatchDetail; admin: boolean }) {
  const { columnsRead } = batch;
  if (columnsRead === null || columnsRead.how === "own_names")
    return admin ? (
      <p className="text-sm">{<ColumnsLink batch={batch}>Read its columns differently</ColumnsLink>}</p>
    ) : null;
  return (
    <Notice tone="neutral" title={titles[columnsRead.how](columnsRead.name)}>
      <p className="mb-1">{headerWords(columnsRead.mapping)}</p>
      <TakenFrom mapping={columnsRead.mapping} />
      {admin && <ColumnsLink batch={batch}>Read it differently</ColumnsLink>}
    </Notice>
  );
}
