export const fileNameHeader = "x-file-name";
export const worksheetHeader = "x-worksheet";

export type FileFault = { message: string; suggestion: string | null };

/** The answer of the upload route: the batch of the file, or why the file cannot be used. */
export type UploadAnswer = { batchId: string; batchName: string; alreadyThere: boolean } | { faults: FileFault[] };
