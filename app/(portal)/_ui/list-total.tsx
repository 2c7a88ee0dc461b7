import { figure } from "./figures";

type Props = {
  count: number /** There are more, and they were not counted. */;
  capped?: boolean;
  one: string;
  many?: string;
};

/** How many records a list's filter means: "1 payout", "1,234 payouts", "10,000+ payouts". */
export function ListTotal({ count, capped = false, one, many = `${one}s` }: Props) {
  return (
    <p className="text-muted">
      <span data-testid="total" className="font-medium text-ink tabular-nums">
        {figure(count)}
        {capped && "+"}
      </span>{" "}
      {count === 1 && !capped ? one : many}
    </p>
  );
}
