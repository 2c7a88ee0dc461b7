import type { ReactNode } from "react";
import { PageHeading } from "./page-heading";

const steps = [1, 2, 3] as const;

/** One of the three steps: progress, title, and a sentence that reassures the recipient. */
export function Step({
  number,
  title,
  reassurance,
  children,
}: {
  number: (typeof steps)[number];
  title: string;
  reassurance: string;
  children: ReactNode;
}) {
  return (
    <>
      <p className="text-base font-medium text-muted">
        Step {number} of {steps.length}
      </p>
      <div aria-hidden className="mt-2 mb-5 grid grid-cols-3 gap-1.5">
        {steps.map((step) => (
          <span key={step} className={`h-1.5 rounded-full ${step <= number ? "bg-ink" : "bg-line"}`} />
        ))}
      </div>
      <PageHeading key={title}>{title}</PageHeading>
      <p className="mt-2 mb-6 break-words text-muted">{reassurance}</p>
      {children}
    </>
  );
}
