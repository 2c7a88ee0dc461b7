import { batchProgress } from "@/lib/batches/progress";
import { json, userRoute } from "@/lib/web/json-route";

/** The progress of the batch, for the bar on its page. */
export const GET = userRoute<{ id: string }>(async (actor, _request, { id }) => json(await batchProgress(actor, id)));
