import { json, signedRoute } from "@/lib/web/json-route";
import { receiveReport } from "@/lib/payments/reports";

/**
 * Where providers post how payments ended. A message that came before is answered like a new one, so that nobody sends
 * it for ever.
 */
export const POST = signedRoute<{ provider: string }>(async ({ provider }, { headers, body, requestId }) =>
  json({ receipt: await receiveReport(provider, headers, body, requestId) }),
);
