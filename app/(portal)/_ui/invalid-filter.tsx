import type { Route } from "next";
import Link from "next/link";
import { buttonStyle } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import type { ParamProblem } from "@/lib/lists/params";

type Props = {
  problems: readonly ParamProblem[] /** What a form calls its parameters. */;
  labels?: Partial<Record<string, string>>;
  clear: Route;
};

/**
 * Shown instead of a list whose address cannot be read: a list that ignored a part of it would be longer than what was
 * asked for.
 */
export function InvalidFilter({ problems, labels = {}, clear }: Props) {
  return (
    <Notice
      tone="warning"
      title="Nothing is shown: the filter asks for something the list does not understand."
      role="alert"
    >
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
      <Link href={clear} className={`${buttonStyle("secondary", "small")} mt-1`}>
        Show the whole list
      </Link>
    </Notice>
  );
}
