import { json, signedRoute } from "@/lib/web/json-route";
import { receiveReport } from "@/lib/payments/reports";

/** Where providers post how payments ended. A repeated message gets the same answer as a new one, so that retries stop. */
export const POST = signedRoute<{ provider: string }>(async ({ provider }, { headers, body, requestId }) =>
  json({ receipt: await receiveReport(provider, headers, body, requestId) }),
);
