import type { Metadata } from "next";
import { Card } from "@/app/_ui/card";
import { PageHeader } from "@/app/_ui/page-header";
import { requireAdmin } from "@/lib/web/auth";
import { settingsMark } from "@/lib/settings/fields";
import { organizationSettings } from "@/lib/settings/queries";
import { SettingsForm } from "./_ui/settings-form";
import { TestProvider } from "./_ui/test-provider";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const actor = await requireAdmin();
  const settings = await organizationSettings(actor);
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
    </div>
  );
}
