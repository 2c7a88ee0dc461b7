import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import type { ParamProblem } from "@/lib/lists/params";

type Props = {
  problems: readonly ParamProblem[];
  /** The form's labels of these parameters. */
  labels?: Partial<Record<string, string>>;
  clear: Route;
};

/** Shown instead of a list whose filter cannot be used. To ignore a part of the filter would show more than was asked for. */
export function InvalidFilter({ problems, labels = {}, clear }: Props) {
  return (
    <Notice tone="warning" title="Nothing is shown until this filter is changed." role="alert">
      <ul className="my-1 list-disc pl-5">
        {problems.map(({ param, message }) => (
          <li key={`${param} ${message}`}>
            {labels[param] ? (
              <strong className="font-medium">{labels[param]}</strong>
            ) : (
              <code className="font-medium">{param}</code>
            )}{" "}
            {message}
          </li>
        ))}
      </ul>
      <SoftLink href={clear} className={`${buttonStyle("secondary", "small")} mt-1`}>
        Show the whole list
      </SoftLink>
    </Notice>
  );
}
