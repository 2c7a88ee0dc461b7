import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { ProgressBar } from "@/app/_ui/progress-bar";

type Props = {
  fileName: string;
  /** Null once the server has the file. */
  share: number | null;
  onCancel: () => void;
};

/** The progress of an upload. */
export function Sending({ fileName, share, onCancel }: Props) {
  return (
    <Card className="px-4 py-5">
      <div className="mb-3 flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h2 className="text-lg font-semibold break-words">Uploading {fileName}</h2>
          <p className="text-muted">{words(share)}</p>
        </div>
        {share !== null && <Button onClick={onCancel}>Cancel upload</Button>}
      </div>
      <ProgressBar label={`Upload of ${fileName}`} share={share ?? 1} />
    </Card>
  );
}

function words(share: number | null): string {
  if (share === null) return "The upload is complete. Opening the batch…";
  return share < 1
    ? "Keep this page open until the upload is complete."
    : "The file was sent. The portal is storing it…";
}
