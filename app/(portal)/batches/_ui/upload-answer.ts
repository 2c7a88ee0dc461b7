export const fileNameHeader = "x-file-name";
export const worksheetHeader = "x-worksheet";

export type FileFault = { message: string; suggestion: string | null };

/** What the upload route says of a file that arrived: its batch, or why it cannot be used. */
export type UploadAnswer = { batchId: string; batchName: string; alreadyThere: boolean } | { faults: FileFault[] };
