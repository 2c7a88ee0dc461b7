import type { ReactNode } from "react";
import type { Words } from "@/lib/recipient-words/words";
import { PageHeading } from "./page-heading";

export const steps = [1, 2, 3] as const;

type Props = {
  number: (typeof steps)[number];
  words: Words;
  title: string;
  reassurance: string;
  children: ReactNode;
};

/** One of the three steps: progress, title, and a sentence that reassures the recipient. */
export function Step({ number, words, title, reassurance, children }: Props) {
  return (
    <>
      <p className="text-base font-medium text-muted">{words.page.progress(number, steps.length)}</p>
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
