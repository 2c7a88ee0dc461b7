/**
 * What one file may be; larger ones are refused with a sentence. The browser checks the size too, so that nobody waits
 * for a refusal.
 */
export const maxFileBytes = 200 * 1024 * 1024;
export const maxFileSize = "200 MB";
export const maxRecords = 2_000_000;

/**
 * Characters of one record. The file is read in pieces of about this size, so it bounds the memory that reading takes.
 */
export const maxRecordLength = 1024 * 1024;

/**
 * Cells of one record. Every empty one takes memory too, and a stray value at the right edge of a sheet makes thousands
 * in each row.
 */
export const maxColumns = 1_000;

/**
 * What a workbook may unpack to: the one sheet that is read, which is never held, the texts its cells share, which are,
 * and what says how both are meant.
 */
export const maxSheetBytes = 600 * 1024 * 1024;
export const maxSharedBytes = 128 * 1024 * 1024;
export const maxFrameBytes = 32 * 1024 * 1024;
