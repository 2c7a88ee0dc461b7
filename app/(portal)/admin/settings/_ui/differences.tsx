import { Notice } from "@/app/_ui/notice";
import { settingTable } from "@/lib/settings/table";
import type { Difference } from "./form-values";

const said = (text: string) => text || "none";

/** What somebody else saved since this page was opened, setting by setting, against what is in the form. */
export const Differences = ({ differences }: { differences: Difference[] }) => (
  <Notice tone="warning" title="Somebody else saved while you were writing" role="alert">
    <ul className="mt-1 list-disc pl-5">
      {differences.map(({ name, before, theirs, yours }) => (
        <li key={name}>
          {settingTable[name].label}: {yours === null ? `was ${said(before)}, now ` : "theirs "}
          <strong className="font-medium">{said(theirs)}</strong>
          {yours === null ? " (you had not changed it, so the form has it now)" : null}
          {yours !== null && (
            <>
              , yours <strong className="font-medium">{said(yours)}</strong>, which saving again puts in its place
            </>
          )}
        </li>
      ))}
    </ul>
  </Notice>
);
