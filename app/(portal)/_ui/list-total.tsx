import { figure } from "./figures";

type Props = {
  count: number;
  /** There are more than `count`; the rest were not counted. */
  capped?: boolean;
  one: string;
  many?: string;
};

/** How many records match a list's filter: "1 payout", "1,234 payouts", "10,000+ payouts". */
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
