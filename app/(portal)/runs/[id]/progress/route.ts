import { getRun } from "@/lib/runs/queries";
import { progressOf } from "@/lib/runs/status";
import { json, userRoute } from "@/lib/web/json-route";

/** The progress of the run, for the bar on its page. */
export const GET = userRoute<{ id: string }>(async (actor, _request, { id }) =>
  json(progressOf(await getRun(actor, id))),
);
