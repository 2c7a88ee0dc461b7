import { Icon } from "@/app/_ui/icon";
import { buttonStyle } from "@/app/_ui/button";
import { SubmitButton } from "@/app/_ui/submit-button";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { retryRows } from "@/app/(portal)/batches/[id]/actions";
import { UploadCorrection } from "./_correction/upload-correction";

/** Actions on all refused rows of a batch. Viewers have the download too. */
export function RepairTools({ batchId, repairable }: { batchId: string; repairable: boolean }) {
  return (
    <div className="flex flex-wrap gap-2">
      <a href={`/batches/${batchId}/refused`} download className={buttonStyle("secondary", "small")}>
        <Icon name="download" className="size-4" /> Download refused rows
      </a>
      {repairable && (
        <>
          <UploadCorrection batchId={batchId} />
          <ActionForm action={retryRows}>
            <input type="hidden" name="batchId" value={batchId} />
            <SubmitButton kind="secondary" size="small" pendingLabel="Trying…">
              Try all again
            </SubmitButton>
          </ActionForm>
        </>
      )}
    </div>
  );
}
