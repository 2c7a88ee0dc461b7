"use client";

import { Field, Input } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { reminderText, settingsLimits, type Settings } from "@/lib/settings/fields";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { saveSettings } from "@/app/(portal)/admin/settings/actions";
import { BrandColor } from "./brand-color";

type Props = {
  settings: Settings;
  /** Identifies the settings that this form shows, so that a change by another admin is detected. */
  seen: string;
  organizationName: string;
};

/** All settings of an organization, saved together. */
export function SettingsForm({ settings, seen, organizationName }: Props) {
  return (
    <ActionForm action={saveSettings} className="flex flex-col gap-5">
      {(result) => {
        const refused = result && !result.ok && result.code === "invalid" ? result : null;
        const problem = (field: keyof Settings) => (refused?.field === field ? refused.message : undefined);
        return (
          <>
            <input type="hidden" name="seen" value={seen} />
            <BrandColor
              saved={refused?.typed?.brandColor ?? settings.brandColor}
              error={problem("brandColor")}
              organizationName={organizationName}
            />
            <Fields settings={settings} typed={refused?.typed} problem={problem} />
            <div className="flex justify-end">
              <SubmitButton pendingLabel="Saving…">Save settings</SubmitButton>
            </div>
          </>
        );
      }}
    </ActionForm>
  );
}

type FieldsProps = {
  settings: Settings;
  typed: Record<string, string> | undefined;
  problem: (field: keyof Settings) => string | undefined;
};

function Fields({ settings, typed, problem }: FieldsProps) {
  const shared = { settings, typed, problem };
  return (
    <>
      <Field
        id="support-email"
        label="Support email"
        hint="Where recipients send their questions. Replies to our emails go to this address too."
        error={problem("supportEmail")}
      >
        {(aria) => (
          <Input
            {...aria}
            name="supportEmail"
            type="email"
            required
            maxLength={254}
            autoComplete="off"
            defaultValue={typed?.supportEmail ?? settings.supportEmail}
          />
        )}
      </Field>
      <NumberField
        name="payoutLifetimeDays"
        label="Payout lifetime, in days"
        hint={`How long a payout can be claimed if its row has no expiry: 1 to ${settingsLimits.lifetimeDays}. Applies to payouts created from now on.`}
        max={settingsLimits.lifetimeDays}
        {...shared}
      />
      <Field
        id="reminder-days"
        label="Reminders, in days before the expiry"
        hint="On each of these days, recipients who have not finished get an email. Example: 7, 3, 1. Leave it empty for no reminders."
        error={problem("reminderDays")}
      >
        {(aria) => (
          <Input
            {...aria}
            name="reminderDays"
            maxLength={40}
            autoComplete="off"
            placeholder="None"
            defaultValue={typed?.reminderDays ?? reminderText(settings.reminderDays)}
          />
        )}
      </Field>
      <NumberField
        name="verificationLimit"
        label="Verification answers"
        hint={`How many wrong answers lock a payout: 1 to ${settingsLimits.answers}. Applies immediately, also to existing payouts.`}
        max={settingsLimits.answers}
        {...shared}
      />
    </>
  );
}

type NumberFieldProps = FieldsProps & {
  name: "payoutLifetimeDays" | "verificationLimit";
  label: string;
  hint: string;
  max: number;
};

function NumberField({ name, label, hint, max, settings, typed, problem }: NumberFieldProps) {
  return (
    <Field id={name} label={label} hint={hint} error={problem(name)}>
      {(aria) => (
        <Input
          {...aria}
          name={name}
          type="number"
          required
          min={1}
          max={max}
          step={1}
          defaultValue={typed?.[name] ?? settings[name]}
        />
      )}
    </Field>
  );
}
