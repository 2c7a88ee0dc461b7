/** What one file may be; larger ones are refused with a sentence. The browser checks the size too, so that nobody waits for a refusal. */
export const maxFileBytes = 200 * 1024 * 1024;
export const maxFileSize = "200 MB";
export const maxRecords = 2_000_000;

/** Characters of one record. The file is read in pieces of about this size, so it bounds the memory that reading takes. */
export const maxRecordLength = 1024 * 1024;

/** What a workbook may unpack to: the one sheet that is read, which is never held, and the texts its cells share, which are. */
export const maxSheetBytes = 600 * 1024 * 1024;
export const maxSharedBytes = 128 * 1024 * 1024;
