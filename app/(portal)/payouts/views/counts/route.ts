import { figure } from "@/app/(portal)/_ui/figures";
import { currentMoment } from "@/lib/moment";
import { viewCounts } from "@/lib/views/queries";
import { json, userRoute } from "@/lib/web/json-route";

/** What the navigation shows beside each view: "1,234" or "10,000+", by the view's id. */
export const GET = userRoute(async (actor) => {
  const totals = await viewCounts(actor, await currentMoment(actor));
  return json(
    Object.fromEntries(
      Object.entries(totals).map(([id, { count, capped }]) => [id, `${figure(count)}${capped ? "+" : ""}`]),
    ),
  );
});
