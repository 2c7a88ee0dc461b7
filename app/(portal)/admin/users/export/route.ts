import { z } from "zod";
import { parseParams } from "@/lib/lists/params";
import { currentMoment } from "@/lib/moment";
import { usersCsv } from "@/lib/users/csv";
import { recordDownload } from "@/lib/web/access-events";
import { requireAdmin } from "@/lib/web/auth";
import { csvDownload, searchParamsOf, unreadableFilter } from "@/lib/web/downloads/csv-download";

/** The users as a CSV file, for admins. Their list has no filter, so an address with one is refused. */
export async function GET(request: Request): Promise<Response> {
  const actor = await requireAdmin();
  const filter = parseParams(z.strictObject({}), searchParamsOf(request));
  if (!filter.ok) return unreadableFilter(filter.problems);
  const at = await currentMoment(actor);
  await recordDownload(actor, { name: "users.exported", data: { list: "/admin/users" } });
  return csvDownload("users", usersCsv(actor, at), at);
}
