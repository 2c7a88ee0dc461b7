import type { FileFault } from "./upload-answer";

/** Why a file cannot be used, and what to do about each reason. */
export function FileFaults({ faults }: { faults: readonly FileFault[] }) {
  return (
    <ul className="mt-1 flex flex-col gap-1.5">
      {faults.map(({ message, suggestion }) => (
        <li key={message}>
          {message} {suggestion}
        </li>
      ))}
    </ul>
  );
}
