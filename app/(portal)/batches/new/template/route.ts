import { requireUser } from "@/lib/web/auth";
import { templateFile } from "@/lib/batches/file-format/columns";

/** An empty file with the header line, generated from the table of columns. */
export async function GET(): Promise<Response> {
  await requireUser();
  return new Response(templateFile(), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="meridian-template.csv"',
      "cache-control": "no-store",
    },
  });
}
