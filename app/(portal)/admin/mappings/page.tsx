import type { Metadata, Route } from "next";
import { buttonStyle } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { SoftLink } from "@/app/_ui/soft-link";
import { Timestamp } from "@/app/_ui/timestamp";
import { TakenFrom } from "@/app/(portal)/_columns/taken-from";
import { listMappings } from "@/lib/batches/mapping/queries";
import { currentMoment, type At } from "@/lib/moment";
import { requireAdmin } from "@/lib/web/auth";
import { DeleteMapping } from "./_ui/delete-mapping";

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
      {mappings.length === 0 ? (
        <Card>
          <EmptyState icon="table-properties" title="No mapping is remembered yet">
            Upload a file with other columns, say what they are, and choose “Remember this”.
          </EmptyState>
        </Card>
      ) : (
        <ul className="flex flex-col gap-4">
          {mappings.map((mapping) => (
            <li key={mapping.id}>
              <Remembered remembered={mapping} at={at} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

type Props = { remembered: Awaited<ReturnType<typeof listMappings>>[number]; at: At };

const Remembered = ({ remembered: { id, name, mapping, savedByName, savedAt }, at }: Props) => (
  <Card className="px-4 py-3">
    <div className="mb-2 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <h2 className="font-medium break-words">{name}</h2>
        <p className="text-sm text-muted">
          Saved by {savedByName ?? "a command"}, <Timestamp at={savedAt} {...at} />
        </p>
      </div>
      <div className="flex gap-2">
        <SoftLink
          href={`/admin/mappings/${id}` as Route}
          aria-label={`Change: ${name}`}
          className={buttonStyle("secondary", "small")}
        >
          Change
        </SoftLink>
        <DeleteMapping id={id} name={name} />
      </div>
    </div>
    <TakenFrom mapping={mapping} />
  </Card>
);
