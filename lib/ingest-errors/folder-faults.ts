import type { Fault } from "./fault";

/** What can be wrong with a file in a watched folder, beside what can be wrong with every file. */
export const folderFaults = {
  file_unreadable: {
    scope: "file",
    reason: "File cannot be opened",
    message: "The file cannot be opened: it is no ordinary file, or the portal has no right to read it.",
    suggestion: "Send the file itself, not a link, and let everybody in the folder's group read it.",
    example: "a link to a file elsewhere",
  },
} as const satisfies Record<string, Fault>;
