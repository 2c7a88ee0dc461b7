import type { Metadata } from "next";
import { Card } from "@/app/_ui/card";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { requireAdmin } from "@/lib/web/auth";
import { openProvider } from "@/lib/payments/providers/table";
import { retentionMonths } from "@/lib/retention/queries";
import { settingsMark } from "@/lib/settings/fields";
import { organizationSettings } from "@/lib/settings/queries";
import { SettingsForm } from "./_ui/settings-form";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const actor = await requireAdmin();
  const [settings, months] = await Promise.all([organizationSettings(actor), retentionMonths(actor)]);
  const mark = settingsMark(settings);
  return (
    <div className="max-w-prose">
      <PageHeader
        title="Settings"
        description={`How ${actor.organizationName} appears to recipients, and the limits of its payouts. Every change is kept in the audit log.`}
      />
      <TestProvider />
      <Card className="mt-4 p-4 sm:p-5">
        <SettingsForm key={mark} settings={settings} seen={mark} organizationName={actor.organizationName} />
      </Card>
      <p className="mt-4 text-muted">
        {months === null
          ? "All records stay in place. "
          : `Events, emails, batch files and refused rows move to the archive after ${months} months; payouts stay. `}
        Who hosts Meridian sets this.
      </p>
    </div>
  );
}

/** Warns that no money moves while the connected provider is a test provider. */
function TestProvider() {
  const { label, test } = openProvider();
  if (!test) return null;
  return (
    <Notice tone="warning" title={`${label}, a test provider, is connected: no money moves`}>
      Payouts go through every step, and the account number that the recipient enters decides how each one ends. Nobody
      is paid.
    </Notice>
  );
}
