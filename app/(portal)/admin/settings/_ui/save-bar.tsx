"use client";

import { buttonStyle } from "@/app/_ui/button";
import { PendingButton } from "@/app/_ui/submit-button";
import { settingTable, type SettingName } from "@/lib/settings/table";

/** What has been changed and not saved, and what to do with it. It stays in sight while there is something. */
export const SaveBar = ({ changed, pending }: { changed: SettingName[]; pending: boolean }) => (
  <div
    className={`flex flex-wrap items-center justify-between gap-3 rounded-card border border-line bg-surface px-4 py-3 ${changed.length > 0 ? "sticky bottom-3 z-10 shadow-floating" : ""}`}
  >
    <p role="status" className="min-w-0 flex-1 break-words max-sm:basis-full">
      {changed.length > 0 ? (
        <>
          <span className="font-medium">Not saved yet: </span>
          {changed.map((name) => settingTable[name].label).join(", ")}
        </>
      ) : (
        <span className="text-muted">Nothing is changed.</span>
      )}
    </p>
    <div className="flex flex-wrap gap-2">
      {/* The preview of a browser without scripts, or of a narrow screen, in a tab of its own. */}
      <button
        type="submit"
        formMethod="get"
        formAction="/admin/settings/preview"
        formTarget="_blank"
        formNoValidate
        className={buttonStyle("secondary")}
      >
        Preview
      </button>
      {changed.length > 0 && (
        <button type="reset" className={buttonStyle("quiet")}>
          Discard
        </button>
      )}
      <PendingButton type="submit" pending={pending} pendingLabel="Saving…">
        Save settings
      </PendingButton>
    </div>
  </div>
);
