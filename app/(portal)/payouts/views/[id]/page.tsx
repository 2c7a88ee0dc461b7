import type { Metadata } from "next";
import type { ReactNode } from "react";
import { buttonStyle } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { SoftLink } from "@/app/_ui/soft-link";
import { orNotFound } from "@/app/(portal)/_ui/or-not-found";
import { DefaultForm, DeleteForm, RenameForm, ShareForm } from "@/app/(portal)/payouts/views/_ui/edit-forms";
import { DigestForm } from "@/app/(portal)/payouts/views/_ui/digest-form";
import { ViewWords } from "@/app/(portal)/payouts/views/_ui/view-words";
import { isAdmin } from "@/lib/actor";
import { currentMoment, type At } from "@/lib/moment";
import { formatDeadline } from "@/lib/time";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { hrefOfQuery, readQuery } from "@/lib/views/address";
import { digestOf } from "@/lib/views/digests/queries";
import { digestHour } from "@/lib/views/digests/rhythms";
import { getView } from "@/lib/views/queries";
import { requireUser } from "@/lib/web/auth";

export const metadata: Metadata = { title: "Saved view" };

export default async function ViewPage({ params }: PageProps<"/payouts/views/[id]">) {
  const actor = await requireUser();
  const view = await orNotFound(getView(actor, (await params).id));
  const [at, digest, columns] = await Promise.all([
    currentMoment(actor),
    digestOf(actor, view.id),
    extraColumns(actor),
  ]);
  const { id, name, query, shared, isDefault } = view;
  const mayChange = !shared || isAdmin(actor);
  const readable = readQuery(query).ok;
  return (
    <>
      <SoftLink
        href="/payouts/views"
        className="mb-2 inline-block text-muted underline decoration-line underline-offset-2 hover:text-ink"
      >
        Saved views
      </SoftLink>
      <PageHeader
        title={name}
        description={<ViewWords query={query} at={at} columns={columns} />}
        actions={
          <SoftLink href={hrefOfQuery(query)} className={buttonStyle("primary", "small")}>
            Open the list
          </SoftLink>
        }
      />
      <div className="flex max-w-xl flex-col gap-4">
        {!readable && (
          <Notice tone="warning" title="The filter of this view can no longer be read.">
            It shows no payouts, rather than more than it was saved for. Open the list to see what can still be read of
            it; then save that as a view.
          </Notice>
        )}
        <Part title="Default" text={defaultWords(isDefault)}>
          <DefaultForm viewId={id} isDefault={isDefault} />
        </Part>
        <Part title="By email" text={digestWords(digest, at)}>
          <DigestForm viewId={id} rhythm={digest?.rhythm ?? null} />
        </Part>
        <Part title="Who sees it" text={shared ? "Everyone in your organization. Admins can change it." : "You alone."}>
          {!shared && isAdmin(actor) && <ShareForm viewId={id} />}
        </Part>
        {mayChange && (
          <Card className="flex flex-col gap-4 p-4 sm:p-6">
            <RenameForm viewId={id} name={name} />
            <p className="text-sm text-muted">
              To show another list under this name, filter the payouts and choose “Save view” there.
            </p>
            <DeleteForm viewId={id} name={name} shared={shared} />
          </Card>
        )}
      </div>
    </>
  );
}

const defaultWords = (isDefault: boolean) =>
  isDefault ? "“Payouts” in your navigation opens this view." : "“Payouts” in your navigation can open this view.";

const digestWords = (digest: { dueAt: Date } | null, { timeZone }: At) =>
  digest
    ? `Its count, money and first payouts come to you by email; next on ${formatDeadline(digest.dueAt, timeZone)}.`
    : `Its count, money and first payouts can come to you by email at ${digestHour}:00.`;

const Part = ({ title, text, children }: { title: string; text: string; children?: ReactNode }) => (
  <Card className="flex flex-wrap items-center justify-between gap-3 p-4 sm:p-6">
    <div className="min-w-0">
      <h2 className="font-medium">{title}</h2>
      <p className="text-muted">{text}</p>
    </div>
    {children}
  </Card>
);
