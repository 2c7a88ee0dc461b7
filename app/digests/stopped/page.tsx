import type { Metadata } from "next";

export const metadata: Metadata = { title: "Stopped" };

export default function StoppedPage() {
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">These emails are stopped</h1>
      <p>You do not get this view by email any more. To get it again, ask for it on the page of the view.</p>
    </>
  );
}
