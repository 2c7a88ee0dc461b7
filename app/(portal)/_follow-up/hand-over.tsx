import { Fact } from "@/app/_ui/card";
import { Timestamp } from "@/app/_ui/timestamp";
import type { At } from "@/lib/moment";
import { formatDay } from "@/lib/time";

/** What a payout and a batch have in common here. */
export type Followed = {
  assigneeId: string | null;
  snoozedUntil: Date | null;
  handledAt: Date | null;
  handledReason: string | null;
  /** Of a payout that was replaced. */
  archivedAt?: Date | null;
};

/** Whether it is put aside now: a snooze that is over is none. */
export const isSnoozed = ({ snoozedUntil }: Pick<Followed, "snoozedUntil">, { now }: At): boolean =>
  snoozedUntil !== null && snoozedUntil > now;

type Props = { record: Followed; assignee: string | null; at: At };

/** Who has it and whether it is put aside, for those who cannot change it. */
export const HandOver = ({ record, assignee, at }: Props) => (
  <dl className="grid gap-3 sm:grid-cols-3 lg:grid-cols-1">
    <Fact label="Assigned to">{assignee ?? "Nobody"}</Fact>
    <Fact label="Snoozed">
      {isSnoozed(record, at) ? `Until ${formatDay(record.snoozedUntil!, at.timeZone)}` : "No"}
    </Fact>
    <Fact label="Handled">{record.handledAt ? <HandledWords record={record} at={at} /> : "No"}</Fact>
  </dl>
);

export const HandledWords = ({ record, at }: { record: Followed; at: At }) => (
  <>
    “{record.handledReason}”{" "}
    <span className="whitespace-nowrap text-muted">
      · <Timestamp at={record.handledAt!} {...at} />
    </span>
  </>
);
