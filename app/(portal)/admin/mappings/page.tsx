import type { Metadata } from "next";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Timestamp } from "@/app/_ui/timestamp";
import { mappingWords } from "@/lib/batches/file-format/mapping/words";
import { listMappings } from "@/lib/batches/mapping/queries";
import { currentMoment } from "@/lib/moment";
import { requireAdmin } from "@/lib/web/auth";
import { ChangeMapping } from "./_ui/change-mapping";

export const metadata: Metadata = { title: "Column mappings" };

export default async function MappingsPage() {
  const actor = await requireAdmin();
  const [mappings, at] = await Promise.all([listMappings(actor), currentMoment(actor)]);
  return (
    <>
      <PageHeader
        title="Column mappings"
        description="How files are read whose columns have other names. A file with the same columns is read so at once, wherever it comes from."
      />
      <Card>
        {mappings.length === 0 ? (
          <EmptyState icon="table-properties" title="No mapping is remembered yet">
            Upload a file with other columns, say what they are, and choose “Remember this”.
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {mappings.map(({ id, name, mapping, savedByName, savedAt }) => (
              <li key={id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
                <div className="min-w-0 flex-1 basis-60">
                  <h2 className="font-medium break-words">{name}</h2>
                  {mappingWords(mapping).map((sentence) => (
                    <p key={sentence} className="text-sm break-words">
                      {sentence}
                    </p>
                  ))}
                  <p className="text-sm text-muted">
                    Remembered by {savedByName ?? "a command"}, <Timestamp at={savedAt} {...at} />
                  </p>
                </div>
                <ChangeMapping id={id} name={name} />
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}
