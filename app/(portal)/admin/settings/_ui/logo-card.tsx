"use client";

import { Card } from "@/app/_ui/card";
import { Field } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { Logo } from "@/lib/settings/logos";
import { ActionForm, invalidIn } from "@/app/(portal)/_ui/action-form";
import { removeLogo, saveLogo } from "@/app/(portal)/admin/settings/actions";

type Props = {
  logo: Logo | null /** Of the logo that is shown; empty for none. */;
  hash: string;
  organizationName: string;
};

/** The logo: shown as recipients see it, and changed at once, beside the other settings. */
export const LogoCard = ({ logo, hash, organizationName }: Props) => (
  <Card className="p-4 sm:p-5">
    <h2 className="font-semibold">Logo</h2>
    <p className="mt-0.5 text-muted">
      Shown in place of your name at the top of emails and of the recipient’s page. It changes at once, also for payouts
      already sent. Emails that have left keep the logo they had.
    </p>
    {logo && (
      <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
        <div className="rounded-control border border-line bg-paper p-3">
          <img src={logo.path} width={logo.width} height={logo.height} alt={`The logo of ${organizationName}`} />
        </div>
        <ActionForm action={removeLogo}>
          <input type="hidden" name="seen" value={hash} />
          <SubmitButton kind="secondary" size="small" pendingLabel="Removing…">
            Remove logo
          </SubmitButton>
        </ActionForm>
      </div>
    )}
    <ActionForm action={saveLogo} className="mt-4">
      {(result) => (
        <>
          <input type="hidden" name="seen" value={hash} />
          <Field
            id="logo"
            label={logo ? "Another picture" : "Picture"}
            hint="PNG, JPEG or WebP, at most 1 MB and 4,000 pixels a side. We draw it anew, at most 240 × 48 on screen. No SVG: such a file can hold scripts, and most mail programs do not show it."
            error={invalidIn(result)?.message}
          >
            {(aria) => (
              <div className="flex flex-wrap items-center gap-3">
                <input
                  {...aria}
                  name="logo"
                  type="file"
                  required
                  accept="image/png,image/jpeg,image/webp"
                  className="min-w-0 flex-1 text-sm file:mr-3 file:button-secondary file:button file:button-small"
                />
                <SubmitButton kind="secondary" size="small" pendingLabel="Uploading…">
                  Upload logo
                </SubmitButton>
              </div>
            )}
          </Field>
        </>
      )}
    </ActionForm>
  </Card>
);
