type Props = {
  label: string;
  /** 0 to 1. */
  share: number;
  /** Read out after the percentage. */
  words?: string;
};

/** A progress bar with its percentage, also for screen readers. */
export function ProgressBar({ label, share, words }: Props) {
  // Not "100 %" before the end.
  const percent = share >= 1 ? 100 : Math.min(99, Math.floor(share * 100));
  return (
    <div className="flex items-center gap-3">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={words ? `${percent} %, ${words}` : undefined}
        className="h-2 min-w-0 flex-1 overflow-hidden rounded-full bg-neutral-soft"
      >
        <div className="h-full rounded-full bg-progress-solid" style={{ width: `${percent}%` }} />
      </div>
      <span aria-hidden className="w-12 text-right text-sm whitespace-nowrap text-muted tabular-nums">
        {percent} %
      </span>
    </div>
  );
}
