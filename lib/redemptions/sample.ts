import { openProvider } from "@/lib/payments/providers/table";
import { sampleExpiry, samplePayout } from "@/lib/payouts/sample";
import { expiringStatus } from "@/lib/payouts/transitions";
import type { Logo } from "@/lib/settings/logos";
import type { Settings } from "@/lib/settings/table";
import type { RecipientPayout } from "./queries";

/** A made-up payout as its recipient would see it first, with these settings. */
export function sampleRecipientPayout(settings: Settings, logo: Logo | null, now: Date): RecipientPayout {
  const { methods, test } = openProvider();
  return {
    ...samplePayout,
    status: expiringStatus.from,
    replaced: false,
    locked: false,
    aboutAccount: false,
    beingChecked: false,
    statusChangedAt: now,
    expiresAt: sampleExpiry(now, settings),
    organizationName: settings.name,
    supportEmail: settings.supportEmail,
    brandColor: settings.brandColor,
    logo,
    timeZone: settings.timeZone,
    verification: { by: "answer" },
    answersLeft: null,
    verified: false,
    methods: methods(samplePayout.currency),
    test,
    paidTo: null,
    language: null,
    defaultLanguage: settings.defaultLanguage,
    extra: [],
  };
}
