import type { Metadata, Route } from "next";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Pager } from "@/app/_ui/pager";
import { SoftLink } from "@/app/_ui/soft-link";
import { Timestamp } from "@/app/_ui/timestamp";
import { mentionsOf } from "@/lib/follow-up/notes-queries";
import { colleagues } from "@/lib/follow-up/queries";
import { parseParams, toParams, toQuery } from "@/lib/lists/params";
import { placeSchema, type Place } from "@/lib/lists/place";
import { currentMoment } from "@/lib/moment";
import { requireUser } from "@/lib/web/auth";
import { NoteText } from "@/app/(portal)/_follow-up/notes";
import { InvalidFilter } from "@/app/(portal)/_ui/invalid-filter";

export const metadata: Metadata = { title: "Mentions" };

const href = (place: Place) => `/mentions${toQuery(toParams(placeSchema, place))}` as Route;

/** The notes that mention the user, the latest first. */
export default async function MentionsPage({ searchParams }: PageProps<"/mentions">) {
  const actor = await requireUser();
  const place = parseParams(placeSchema, await searchParams);
  if (!place.ok)
    return (
      <>
        <PageHeader title="Mentions" />
        <InvalidFilter problems={place.problems} clear="/mentions" />
      </>
    );
  const at = await currentMoment(actor);
  const [{ rows, previous, next }, people] = await Promise.all([mentionsOf(actor, place.value), colleagues(actor)]);
  return (
    <>
      <PageHeader title="Mentions" description="Notes that mention you, the latest first" />
      <Card>
        {rows.length === 0 ? (
          <EmptyState icon="inbox" title="Nobody has mentioned you yet">
            A colleague who writes @{actor.email} in a note of a payout or a batch mentions you.
          </EmptyState>
        ) : (
          <ol>
            {rows.map((note) => (
              <li key={note.id} className="border-b border-line px-4 py-3 last:border-b-0">
                <p className="flex flex-wrap items-baseline justify-between gap-x-3">
                  <SoftLink
                    href={(note.payoutId ? `/payouts/${note.payoutId}` : `/batches/${note.batchId}`) as Route}
                    className="min-w-0 font-medium break-words underline-offset-2 hover:underline"
                  >
                    {note.payoutId ? `${note.recipientName} · ${note.reference}` : note.fileName}
                  </SoftLink>
                  <span className="text-sm text-muted">
                    {note.authorName} · <Timestamp at={note.createdAt} {...at} />
                  </span>
                </p>
                <p className="break-words whitespace-pre-wrap">
                  <NoteText text={note.text} people={people} />
                </p>
              </li>
            ))}
          </ol>
        )}
        <Pager previous={previous ? href({ before: previous }) : null} next={next ? href({ after: next }) : null} />
      </Card>
    </>
  );
}
