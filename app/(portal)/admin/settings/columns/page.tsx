import type { Metadata } from "next";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { SoftLink } from "@/app/_ui/soft-link";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { requireAdmin } from "@/lib/web/auth";
import { ColumnForm } from "./column-form";

export const metadata: Metadata = { title: "Columns of your files" };

export default async function FileColumnsPage() {
  const columns = await extraColumns(await requireAdmin());
  return (
    <>
      <SoftLink
        href="/admin/settings"
        className="mb-2 inline-block text-muted underline decoration-line underline-offset-2 hover:text-ink"
      >
        Settings
      </SoftLink>
      <PageHeader
        title="Columns of your files"
        description="Columns of your batch files that Meridian does not know are kept with each payout. Say what they are called, in which order they stand, and who sees them."
      />
      <Card className="max-w-4xl">
        {columns.length === 0 ? (
          <EmptyState title="No columns of your own yet">
            The first batch file with a column that Meridian does not know brings it here.
          </EmptyState>
        ) : (
          <>
            <ul className="divide-y divide-line">
              {columns.map((column, index) => (
                <li key={column.id} className="p-4" aria-label={column.name}>
                  <p className="mb-2 break-words text-muted">
                    In files: {column.name} · in addresses of lists: <code className="text-sm">x.{column.key}</code>
                  </p>
                  <ColumnForm
                    column={{
                      id: column.id,
                      label: column.label,
                      shownToRecipients: column.shownToRecipients,
                      personal: column.personal,
                      version: column.version,
                    }}
                    place={index + 1}
                    count={columns.length}
                  />
                </li>
              ))}
            </ul>
            <div className="max-w-prose border-t border-line p-4 text-muted">
              <p>
                <strong className="font-medium text-ink">Shown to recipients:</strong> a recipient sees it beside the
                amount. What is personal, and everything where they prove themselves by your verification code, they see
                only once they have proved who they are.
              </p>
              <p className="mt-2">
                <strong className="font-medium text-ink">Personal:</strong> it says something of a person. No digest by
                email has it, and an erasure of the recipient removes it. A new column is personal until you say
                otherwise.
              </p>
            </div>
          </>
        )}
      </Card>
    </>
  );
}
