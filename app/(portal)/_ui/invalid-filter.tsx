import type { Route } from "next";
import Link from "next/link";
import { buttonStyle } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import type { ParamProblem } from "@/lib/list-params";

/** Shown instead of a list whose address cannot be read: a list that ignored a part of it would be longer than what was asked for. */
export function InvalidFilter({ problems, clear }: { problems: readonly ParamProblem[]; clear: Route }) {
  return (
    <Notice tone="warning" title="This address asks for something the list does not understand, so nothing is shown." role="alert">
      <ul className="my-1 list-disc pl-5">
        {problems.map(({ param, message }) => (
          <li key={`${param} ${message}`}>
            <code className="font-medium">{param}</code> {message}
          </li>
        ))}
      </ul>
      <Link href={clear} className={`${buttonStyle("secondary", "small")} mt-1`}>
        Show the whole list
      </Link>
    </Notice>
  );
}
