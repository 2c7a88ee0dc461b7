import type { Route } from "next";

/** Where an admin says what the columns of a batch's file are. */
export const columnsHref = (batchId: string): Route => `/batches/${batchId}/columns` as Route;
