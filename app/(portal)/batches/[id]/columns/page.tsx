import type { Metadata, Route } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { z } from "zod";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { Select } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { SoftLink } from "@/app/_ui/soft-link";
import { chosenWords, roleLabels } from "@/app/(portal)/_columns/words";
import { InvalidFilter } from "@/app/(portal)/_ui/invalid-filter";
import { orNotFound } from "@/app/(portal)/_ui/or-not-found";
import { DiscardBatch } from "@/app/(portal)/batches/[id]/_ui/discard-batch";
import type { UserActor } from "@/lib/actor";
import { awaitsColumns } from "@/lib/batches/status";
import {
  columnTable,
  firstRowsOf,
  unclearColumns,
  type ColumnTable,
  type FirstRows,
} from "@/lib/batches/mapping/table";
import { FileFault } from "@/lib/batches/reading/file-fault";
import { DomainError } from "@/lib/errors";
import { parseParams } from "@/lib/lists/params";
import { requireAdmin } from "@/lib/web/auth";
import { ColumnsForm } from "./_ui/columns-form";
import { SheetChoice } from "./_ui/sheet-choice";

export const metadata: Metadata = { title: "Columns of a batch file" };

const view = z.strictObject({
  header: z
    .string()
    .regex(/^(?:none|[1-9]\d{0,8})$/, { error: "must be the number of a line, or none" })
    .transform((line) => (line === "none" ? null : Number(line)))
    .optional(),
});

export default async function ColumnsPage({ params, searchParams }: PageProps<"/batches/[id]/columns">) {
  const actor = await requireAdmin();
  const { id } = await params;
  const asked = parseParams(view, await searchParams);
  const here = `/batches/${id}/columns` as Route;
  if (!asked.ok) return <InvalidFilter problems={asked.problems} clear={here} />;
  const first = await orNotFound(firstRowsOrWhyNot(actor, id));
  if ("why" in first) return <NoChoice why={first.why} id={id} />;
  if (first.records.length === 0)
    return (
      <NoChoice why="The sheet that is read is empty." id={id}>
        <Sheets first={first} />
      </NoChoice>
    );
  const table = columnTable(first, asked.value.header);
  if (!table) notFound();
  return (
    <>
      <PageHeader
        title="What the columns are"
        actions={<DiscardBatch batchId={id} fileName={first.batch.fileName} />}
        description={`${first.batch.fileName}: say above each column what it is. Nothing is created before you have reviewed the result.`}
      />
      <Why first={first} />
      <Sheets first={first} />
      <Card className="mb-4">
        <HeaderChoice table={table} action={here} />
      </Card>
      {/* Another header has other columns: the form begins anew. */}
      <ColumnsForm
        key={String(table.answers.headerLine)}
        batchId={id}
        labels={roleLabels}
        head={table.answers.headerLine === null ? table.head.cells.map(() => "") : [...table.head.cells]}
        rows={table.rows.slice(0, 5).map(({ line, cells }) => ({ line, cells: [...cells] }))}
        answers={table.answers}
        unclear={await unclearColumns(first, table)}
        chosenWords={first.before && chosenWords(first.before.mapping)}
        name={first.before?.name ?? ""}
      />
    </>
  );
}

/** The first rows, or the sentence that says why the columns cannot be chosen. */
async function firstRowsOrWhyNot(actor: UserActor, id: string): Promise<FirstRows | { why: string }> {
  return firstRowsOf(actor, id).catch((error: unknown) => {
    if (error instanceof FileFault) return { why: error.faults.map(({ message }) => message).join(" ") };
    if (error instanceof DomainError && error.code === "conflict") return { why: error.message };
    throw error;
  });
}

/** The sheets of a workbook that has several. */
function Sheets({ first: { batch, excerpt } }: { first: FirstRows }) {
  if (!excerpt.sheets || excerpt.sheets.others.length === 0) return null;
  return (
    <Card className="mb-4">
      <SheetChoice key={excerpt.sheets.read} batchId={batch.id} {...excerpt.sheets} />
    </Card>
  );
}

const NoChoice = ({ why, id, children }: { why: string; id: string; children?: ReactNode }) => (
  <>
    <PageHeader title="What the columns are" />
    {children}
    <Notice tone="warning" title={why}>
      <SoftLink href={`/batches/${id}` as Route} className="font-medium underline underline-offset-2">
        See the batch
      </SoftLink>
    </Notice>
  </>
);

/** Why a person is asked, and what the guess below comes from. */
function Why({ first: { batch, before } }: { first: FirstRows }) {
  const known = before && (before.how === "template" || before.name !== "") ? before.name : null;
  const notes = awaitsColumns(batch) ? batch.readingNotes : [];
  if (notes.length === 0 && known === null) return null;
  return (
    <div className="mb-4 flex flex-col gap-2">
      {notes.map((note) => (
        <Notice key={note} tone="warning">
          {note}
        </Notice>
      ))}
      {known !== null && <Notice tone="neutral">The columns below are set as for “{known}”.</Notice>}
    </div>
  );
}

const longestLine = 60;
const shortened = (text: string) =>
  text.length > longestLine ? `${text.slice(0, longestLine).toWellFormed()}…` : text;

function HeaderChoice({ table: { candidates, answers }, action }: { table: ColumnTable; action: Route }) {
  return (
    <form method="get" action={action} className="flex flex-wrap items-end gap-3 px-4 py-4">
      <label className="min-w-0 flex-1 basis-60 text-sm font-medium">
        The header stands on
        <Select name="header" defaultValue={answers.headerLine ?? "none"} className="mt-1 font-normal">
          {candidates.map(({ line, cells }) => (
            <option key={line} value={line}>
              line {line}: {shortened(cells.filter((cell) => cell !== "").join(" · "))}
            </option>
          ))}
          <option value="none">no line: the file has no header</option>
        </Select>
      </label>
      <Button type="submit">Use this header</Button>
    </form>
  );
}
