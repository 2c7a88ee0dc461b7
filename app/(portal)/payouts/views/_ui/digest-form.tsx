"use client";

import { Select } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { askForEmail, stopEmail } from "@/app/(portal)/payouts/views/actions";
import { rhythmTable, rhythms, type DigestRhythm } from "@/lib/views/digests/rhythms";

type Props = { viewId: string /** Null while the view does not come by email. */; rhythm: DigestRhythm | null };

/** How often the person gets the view by email; and the way to stop it. */
export const DigestForm = ({ viewId, rhythm }: Props) => (
  <div className="flex flex-wrap items-center gap-2">
    <ActionForm action={askForEmail} className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="viewId" value={viewId} />
      <Select key={rhythm} name="rhythm" aria-label="How often" defaultValue={rhythm ?? rhythms[0]} className="flex-1">
        {rhythms.map((one) => (
          <option key={one} value={one}>
            {rhythmTable[one].label}
          </option>
        ))}
      </Select>
      <SubmitButton kind="secondary" pendingLabel="Saving…">
        {rhythm ? "Change" : "Email it to me"}
      </SubmitButton>
    </ActionForm>
    {rhythm && (
      <ActionForm action={stopEmail}>
        <input type="hidden" name="viewId" value={viewId} />
        <SubmitButton kind="secondary" pendingLabel="Stopping…">
          Stop
        </SubmitButton>
      </ActionForm>
    )}
  </div>
);
