type Props = {
  label: string /** 0 to 1. */;
  share: number /** What it says beside the bare number. */;
  words?: string;
};

/** How much of something is done, drawn, in figures, and for those who read by ear. */
export function ProgressBar({ label, share, words }: Props) {
  // Never "100 %" before the end.
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
