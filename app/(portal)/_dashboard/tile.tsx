import Link from "next/link";
import { CircleCheck, CircleX, Clock, type LucideIcon } from "lucide-react";
import { Card } from "@/app/_ui/card";
import type { TileFigures } from "@/lib/dashboard/queries";
import { payoutsHref } from "@/lib/payouts/filter";
import type { PayoutGroup } from "@/lib/payouts/status";
import { figure } from "../_ui/figures";
import { comparedWithBefore, moneyLines } from "./tile-words";

const looks: Record<PayoutGroup, { icon: LucideIcon; ink: string }> = {
  completed: { icon: CircleCheck, ink: "text-success" },
  pending: { icon: Clock, ink: "text-progress" },
  failed: { icon: CircleX, ink: "text-danger" },
};

/** A tile without parts has the height of its neighbours to fill. */
const linesWithoutParts = 7;

/** One group: how many, how much money, how that compares; it goes to the very records it counts. */
export function Tile({ tile }: { tile: TileFigures }) {
  const { icon: Icon, ink } = looks[tile.group];
  const { shown, rest } = moneyLines(tile.money, tile.breakdown.length > 0 ? 3 : linesWithoutParts);
  return (
    <Card className="relative flex flex-col px-4 py-3.5 hover:bg-sunken">
      <h3 className="flex items-center gap-1.5 font-medium">
        <Icon aria-hidden className={`size-4 ${ink}`} />
        <Link href={payoutsHref(tile.filter)} title={tile.meaning} className="after:absolute after:inset-0">
          {tile.label}
        </Link>
      </h3>
      <div className="mt-1 flex flex-wrap items-start justify-between gap-x-4">
        <p className="text-3xl font-semibold tracking-tight tabular-nums" data-testid={`tile-${tile.group}`}>
          {figure(tile.count)}
        </p>
        <ul aria-label="Money" className="pt-1 text-right text-sm text-muted tabular-nums">
          {shown.map((line) => (
            <li key={line}>{line}</li>
          ))}
          {rest.length > 0 && (
            <li title={rest.join("\n")}>
              and {rest.length} more currencies<span className="sr-only">: {rest.join(", ")}</span>
            </li>
          )}
        </ul>
      </div>
      <p className="mt-0.5 text-sm text-muted">{comparedWithBefore(tile.count, tile.countBefore)}</p>
      {tile.breakdown.length > 0 && <Breakdown tile={tile} />}
    </Card>
  );
}

function Breakdown({ tile }: { tile: TileFigures }) {
  return (
    <ul className="mt-2 flex flex-col gap-1 border-t border-line pt-2">
      {tile.breakdown.map((part) => (
        <li key={part.label} className="flex items-baseline justify-between gap-3 text-sm">
          <span className="min-w-0 text-muted" title={part.meaning}>
            <Link href={payoutsHref(part.filter)} className="relative font-medium text-ink underline-offset-2 hover:underline">
              {part.label}
            </Link>{" "}
            {tile.explained && part.meaning}
          </span>
          <Link href={payoutsHref(part.filter)} tabIndex={-1} aria-hidden className="relative font-medium tabular-nums" data-testid={`part-${part.filter.status?.join()}`}>
            {figure(part.count)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
