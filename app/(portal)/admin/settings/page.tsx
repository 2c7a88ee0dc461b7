import type { Metadata } from "next";
import { buttonStyle } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { SoftLink } from "@/app/_ui/soft-link";
import { SubmitButton } from "@/app/_ui/submit-button";
import { requireAdmin } from "@/lib/web/auth";
import { openProvider } from "@/lib/payments/providers/table";
import { retentionMonths } from "@/lib/retention/queries";
import { organizationLogo } from "@/lib/settings/logos";
import { versionedSettings } from "@/lib/settings/queries";
import { settingTexts } from "@/lib/settings/table";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { sendTest } from "./actions";
import { LogoCard } from "./_ui/logo-card";
import { SettingsForm } from "./_ui/settings-form";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const actor = await requireAdmin();
  const [{ settings, version }, { logo, hash }, months] = await Promise.all([
    versionedSettings(actor),
    organizationLogo(actor),
    retentionMonths(actor),
  ]);
  return (
    <>
      <PageHeader
        title="Settings"
        description={`How ${actor.organizationName} appears to recipients, and the limits of its payouts. Every change is kept in the audit log.`}
        actions={
          <>
            <SoftLink href="/admin/settings/columns" className={buttonStyle("secondary")}>
              Columns of your files
            </SoftLink>
            <SoftLink href="/admin/mappings" className={buttonStyle("secondary")}>
              Column mappings
            </SoftLink>
            <ActionForm action={sendTest}>
              <SubmitButton
                kind="secondary"
                pendingLabel="Sending…"
                title="Sends the first email of a made-up payout to you"
              >
                Send me a test
              </SubmitButton>
            </ActionForm>
          </>
        }
      />
      <div className="max-w-prose">
        <TestProvider />
      </div>
      <SettingsForm
        saved={settingTexts(settings)}
        version={version}
        logoHash={hash}
        zones={zonesWith(settings.timeZone).map((zone) => <option key={zone}>{zone}</option>)}
        logo={<LogoCard logo={logo} hash={hash} organizationName={settings.name} />}
        after={
          <p className="text-muted">
            {months === null
              ? "All records stay in place. "
              : `Events, emails, batch files and refused rows move to the archive after ${months} months; payouts stay. `}
            Who hosts Meridian sets this.
          </p>
        }
      />
    </>
  );
}

/** Every zone, also one that is set under another name. */
const zonesWith = (own: string): string[] => [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();

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
