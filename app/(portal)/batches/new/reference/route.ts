import { requireUser } from "@/lib/web/auth";
import { fieldReference } from "@/lib/batches/file-format/field-reference";

/** The content of each column, as a document for the people who make the files; generated from the table of columns. */
export async function GET(): Promise<Response> {
  await requireUser();
  return new Response(fieldReference(), {
    headers: {
      "content-type": "text/markdown; charset=utf-8",
      "content-disposition": 'attachment; filename="meridian-fields.md"',
      "cache-control": "no-store",
    },
  });
}
