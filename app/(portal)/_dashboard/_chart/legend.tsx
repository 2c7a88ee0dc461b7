import { SoftLink } from "@/app/_ui/soft-link";
import type { Dashboard } from "@/lib/dashboard/queries";
import { payoutsHref } from "@/lib/payouts/list/filter";
import { figure } from "@/app/(portal)/_ui/figures";
import { fills, series, seriesLabel } from "./series";

export type Others = Dashboard["summary"]["smallPrint"];

/** Names the colors of the chart. Statuses that no tile counts are listed one by one, each with a link to its payouts. */
export function Legend({ others }: { others: Others }) {
  return (
    <ul aria-label="Colors of the chart" className="flex flex-wrap gap-x-3.5 gap-y-1">
      {series.map((key) => (
        <li key={key}>
          <svg aria-hidden width="8" height="8" className="mr-1.5 inline-block">
            <rect width="8" height="8" rx="2" className={fills[key]} />
          </svg>
          {seriesLabel[key]}
          {key === "other" && <OtherParts others={others} />}
        </li>
      ))}
    </ul>
  );
}

const OtherParts = ({ others }: { others: Others }) =>
  others.map((part, index) => (
    <span key={part.label}>
      {index === 0 ? ": " : ", "}
      <SoftLink
        href={payoutsHref(part.filter)}
        title={part.meaning}
        className="underline underline-offset-2 hover:text-ink"
      >
        {figure(part.count)} {part.label}
      </SoftLink>
    </span>
  ));
