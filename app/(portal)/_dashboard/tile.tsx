import { SoftLink } from "@/app/_ui/soft-link";
import { Icon, type IconName } from "@/app/_ui/icon";
import { Card } from "@/app/_ui/card";
import type { TileFigures } from "@/lib/dashboard/queries";
import { payoutsHref } from "@/lib/payouts/list/filter";
import type { PayoutGroup } from "@/lib/payouts/status";
import { figure } from "@/app/(portal)/_ui/figures";
import { TileMoney } from "./tile-money";

const looks: Record<PayoutGroup, { icon: IconName; ink: string }> = {
  completed: { icon: "circle-check", ink: "text-success" },
  pending: { icon: "clock", ink: "text-progress" },
  failed: { icon: "circle-x", ink: "text-danger" },
};

/** One group of payouts: count, money, change. It links to the list of the payouts it counts. */
export function Tile({ tile }: { tile: TileFigures }) {
  const { icon, ink } = looks[tile.group];
  return (
    <Card className="@container relative px-4 py-3.5 hover:bg-sunken">
      <h3 className="flex items-center gap-1.5 font-medium">
        <Icon name={icon} className={`size-4 ${ink}`} />
        <SoftLink href={payoutsHref(tile.filter)} title={tile.meaning} className="after:absolute after:inset-0">
          {tile.label}
        </SoftLink>
      </h3>
      <div className="mt-1 gap-x-4 @3xs:flex @3xs:justify-between">
        <p className="text-3xl font-semibold tracking-tight tabular-nums" data-testid={`tile-${tile.group}`}>
          {figure(tile.count)}
        </p>
        <TileMoney tile={tile} />
      </div>
      <p className="mt-0.5 text-sm text-muted">{comparedWithBefore(tile.count, tile.countBefore)}</p>
      {tile.breakdown.length > 0 && <Breakdown tile={tile} />}
    </Card>
  );
}

/** The change from an earlier count: "12% more than the 30 days before". */
function comparedWithBefore(now: number, before: number | null): string {
  if (before === null) return "the 30 days before are not counted yet";
  if (before === now) return "the same as the 30 days before";
  if (before === 0) return "none in the 30 days before";
  const percent = Math.round((Math.abs(now - before) / before) * 100);
  return `${percent === 0 ? "less than 1" : figure(percent)}% ${now > before ? "more" : "fewer"} than the 30 days before`;
}

function Breakdown({ tile }: { tile: TileFigures }) {
  return (
    <ul className="mt-2 flex flex-col gap-1 border-t border-line pt-2">
      {tile.breakdown.map((part) => (
        <li key={part.label} className="flex items-baseline justify-between gap-3 text-sm">
          <span className="min-w-0 text-muted" title={part.meaning}>
            <SoftLink
              href={payoutsHref(part.filter)}
              className="relative font-medium text-ink underline-offset-2 hover:underline"
            >
              {part.label}
            </SoftLink>{" "}
            {tile.explained && part.meaning}
          </span>
          <SoftLink
            href={payoutsHref(part.filter)}
            tabIndex={-1}
            aria-hidden
            className="relative font-medium tabular-nums"
            data-testid={`part-${part.filter.status?.join()}`}
          >
            {figure(part.count)}
          </SoftLink>
        </li>
      ))}
    </ul>
  );
}
