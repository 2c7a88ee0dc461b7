import { Badge } from "@/app/_ui/badge";
import { SubmitButton } from "@/app/_ui/submit-button";
import { Timestamp } from "@/app/_ui/timestamp";
import { ActionForm } from "@/app/(portal)/_ui/action-form";
import { endSession, signOutElsewhere } from "@/app/(portal)/account/actions";
import type { OwnSession } from "@/lib/account/queries";
import type { At } from "@/lib/moment";

type Props = {
  sessions: readonly OwnSession[];
  current: string /** What people call the identity provider. */;
  provider: string;
  at: At;
};

/** Where the person is signed in. */
export const SessionList = ({ sessions, current, provider, at }: Props) => (
  <>
    <ul className="divide-y divide-line">
      {sessions.map((session) => (
        <li key={session.id} className="flex items-center justify-between gap-4 py-3 first:pt-0">
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
              {session.device}
              {session.id === current && (
                <Badge tone="success" icon="circle-check">
                  This one
                </Badge>
              )}
            </p>
            <p className="text-sm break-words text-muted">
              {session.address && <>{session.address} · </>}
              last used <Timestamp at={session.lastUsedAt} {...at} /> · signed in{" "}
              <Timestamp at={session.createdAt} {...at} />
              {session.byOidc && <> by {provider}</>}
            </p>
          </div>
          {session.id !== current && (
            <ActionForm action={endSession}>
              <input type="hidden" name="sessionId" value={session.id} />
              <SubmitButton kind="secondary" size="small" pendingLabel="Ending…">
                End <span className="sr-only">the session of {session.device}</span>
              </SubmitButton>
            </ActionForm>
          )}
        </li>
      ))}
    </ul>
    {sessions.length > 1 && (
      <ActionForm action={signOutElsewhere} className="flex justify-end border-t border-line pt-4">
        <SubmitButton kind="secondary" pendingLabel="Signing out…">
          Sign out everywhere else
        </SubmitButton>
      </ActionForm>
    )}
  </>
);
