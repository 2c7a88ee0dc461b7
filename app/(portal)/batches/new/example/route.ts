import { readFile } from "node:fs/promises";
import path from "node:path";
import { requireUser } from "@/lib/web/auth";

/** An example file of a few hundred rows, some of them with errors. */
export async function GET(): Promise<Response> {
  await requireUser();
  const bytes = await readFile(path.join(process.cwd(), "examples/payouts.csv"));
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="payouts.csv"',
      "cache-control": "no-store",
    },
  });
}
