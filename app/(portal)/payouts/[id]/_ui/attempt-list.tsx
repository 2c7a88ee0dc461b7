import { Badge } from "@/app/_ui/badge";
import { Card } from "@/app/_ui/card";
import { ExactTimestamp } from "@/app/_ui/timestamp";
import type { ListedAttempt } from "@/lib/payments/queries";
import { attemptStatusTable } from "@/lib/payments/status";
import { failureReason } from "@/lib/payouts/failures";
import { providerTable } from "@/lib/payments/providers/table";
import type { At } from "@/lib/moment";
import { CopyButton } from "@/app/(portal)/_copy/copy-button";

/** The payment attempts of the payout, the latest first. */
export function AttemptList({ attempts, at }: { attempts: readonly ListedAttempt[]; at: At }) {
  if (attempts.length === 0) return null;
  return (
    <section aria-labelledby="attempts" className="mt-6">
      <h2 id="attempts" className="mb-2.5 font-semibold">
        Payment attempts
      </h2>
      <Card>
        <ol>
          {attempts.toReversed().map((attempt) => (
            <Attempt key={attempt.id} attempt={attempt} at={at} />
          ))}
        </ol>
      </Card>
    </section>
  );
}

function Attempt({ attempt, at }: { attempt: ListedAttempt; at: At }) {
  const { label, meaning, tone } = attemptStatusTable[attempt.status];
  return (
    <li className="border-b border-line px-4 py-3 last:border-b-0">
      <p className="flex flex-wrap items-center justify-between gap-2 font-medium">
        <span className="min-w-0 break-words">
          {attempt.number}. {attempt.maskedDetails}
        </span>
        <Badge tone={tone} title={meaning}>
          {label}
        </Badge>
      </p>
      <Problem attempt={attempt} />
      <p className="text-sm break-words text-muted">
        {providerTable[attempt.provider]?.label ?? attempt.provider}
        {attempt.providerReference && (
          <>
            {" "}
            · reference {attempt.providerReference}
            <CopyButton what="the provider's reference" text={attempt.providerReference} />
          </>
        )}{" "}
        · <When attempt={attempt} at={at} />
      </p>
    </li>
  );
}

/** Why the attempt failed, or why it is waiting; renders nothing otherwise. */
function Problem({ attempt: { endedAt, failureCode, failureDetail, sentAt, lastError } }: { attempt: ListedAttempt }) {
  if (failureCode !== null) {
    return (
      <p className="break-words text-danger">
        {failureReason(failureCode).text} {failureDetail && <>The provider said: “{failureDetail}”</>}
      </p>
    );
  }
  if (endedAt !== null || lastError === null) return null;
  return (
    <p className="break-words">
      {sentAt ? "No answer from the provider yet" : "Not sent to the provider yet"}: {lastError}
    </p>
  );
}

function When({ attempt: { createdAt, sentAt, endedAt }, at }: { attempt: ListedAttempt; at: At }) {
  const [word, time] = endedAt
    ? (["ended", endedAt] as const)
    : sentAt
      ? (["sent to the provider", sentAt] as const)
      : (["started", createdAt] as const);
  return (
    <>
      {word} <ExactTimestamp at={time} {...at} />
    </>
  );
}
