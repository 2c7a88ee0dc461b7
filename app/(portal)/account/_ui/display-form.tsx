"use client";

import type { ReactNode } from "react";
import { Field, Select } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { saveDisplay } from "@/app/(portal)/account/actions";
import type { Theme } from "@/lib/actor";

const themeLabels: Record<Theme, string> = { system: "As the device", light: "Light", dark: "Dark" };

type Props = { theme: Theme; displayZone: string | null; organizationZone: string; zones: ReactNode };

/** `zones`: the options of the list, which the server alone has to know. */
export const DisplayForm = ({ theme, displayZone, organizationZone, zones }: Props) => (
  <ActionForm action={saveDisplay} className="flex flex-col gap-4">
    <Field id="theme" label="Theme">
      {(aria) => (
        <Select key={theme} {...aria} name="theme" defaultValue={theme}>
          {Object.entries(themeLabels).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
    <Field
      id="display-zone"
      label="Time zone"
      hint={`For the times that you see. Days in filters, charts and expiry dates stay those of your organization (${organizationZone}), so that everybody counts the same days.`}
    >
      {(aria) => (
        <Select key={displayZone} {...aria} name="displayZone" defaultValue={displayZone ?? ""}>
          <option value="">That of the organization: {organizationZone}</option>
          {zones}
        </Select>
      )}
    </Field>
    <SubmitButton kind="secondary" pendingLabel="Saving…" className="self-end">
      Save display
    </SubmitButton>
  </ActionForm>
);
