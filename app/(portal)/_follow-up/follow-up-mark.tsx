import type { FollowUpMark as Mark } from "./mark-of";

/** Who has a record, and that it is put aside, in a list. */
export const FollowUpMark = ({ mark }: { mark: Mark | undefined }) =>
  mark && (
    <div className="detail">
      {mark.who && (
        <abbr title={`Assigned to ${mark.who.name}`} className="font-medium no-underline">
          {mark.who.initials}
        </abbr>
      )}
      {mark.who && mark.words && " · "}
      {mark.words}
    </div>
  );
