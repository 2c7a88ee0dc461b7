import type { Metadata } from "next";
import { cache } from "react";
import { digestOfLink } from "@/lib/views/digests/queries";
import { StopForm } from "./stop-form";

const lookUp = cache(digestOfLink);

export async function generateMetadata({ params }: PageProps<"/digests/stop/[token]">): Promise<Metadata> {
  return { title: (await lookUp((await params).token)) ? "Stop these emails" : "Nothing to stop" };
}

/** The page behind the link in an email with a saved view. Opening it stops nothing, because mail scanners open links too. */
export default async function StopPage({ params }: PageProps<"/digests/stop/[token]">) {
  const { token } = await params;
  const digest = await lookUp(token);
  if (!digest) return <NothingToStop />;
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">Stop these emails?</h1>
      <p className="max-w-full">
        You get the view “{digest.name}” by email. Nothing is stopped until you press the button.
      </p>
      <StopForm token={token} />
    </>
  );
}

/** Part of the page, because the framework shows what `notFound` leads to by scripts alone. */
const NothingToStop = () => (
  <>
    <h1 className="text-xl font-semibold tracking-tight">There is nothing to stop</h1>
    <p>These emails have been stopped already, or a part of the link is missing. Nothing was changed.</p>
    <p className="text-muted">If they still come, open the link in the latest one again, or copy its whole address.</p>
  </>
);
