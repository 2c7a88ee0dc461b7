import { Notice } from "@/app/_ui/notice";
import { openProvider } from "@/lib/payments/providers/table";

/** Says that nothing real happens; nothing where a real provider is connected. */
export function TestProvider() {
  const { label, test } = openProvider();
  if (!test) return null;
  return (
    <Notice tone="warning" title={`${label}, a test provider, is connected: no money moves`}>
      Payouts go through every step, and the account number that the recipient gives decides how each ends. Nobody is
      paid.
    </Notice>
  );
}
