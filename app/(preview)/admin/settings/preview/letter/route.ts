import { letterOf } from "@/app/(preview)/admin/settings/preview/letter-of";
import { currentMoment } from "@/lib/moment";
import { previewedSettings } from "@/lib/settings/preview";
import { json, userRoute } from "@/lib/web/json-route";

/** The sample email with the values of a form, for the preview beside it. Admins only. */
export const GET = userRoute(async (actor, request) => {
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  return json(await letterOf(await previewedSettings(actor, asked), asked, (await currentMoment(actor)).now));
});
