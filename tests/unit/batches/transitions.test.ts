import { describe, expect, expectTypeOf, it } from "vitest";
import type { Batch } from "@/lib/batches/queries";
import {
  batchStatuses,
  batchStatusTable,
  isUnderWay,
  listedStatuses,
  type BatchStatus,
  type StatusUnderWay,
} from "@/lib/batches/status";
import {
  batchTransition,
  batchTransitionTable,
  initialBatchStatus,
  stands,
  type BatchTransitionName,
} from "@/lib/batches/transitions";

const batchTransitionNames = Object.keys(batchTransitionTable) as BatchTransitionName[];

describe("the transitions of a batch", () => {
  it("cover exactly the statuses of the database, or do not compile", () => {
    expectTypeOf<Batch["status"]>().toEqualTypeOf<BatchStatus>();
    // A table of this type must have every status, so a new status cannot be forgotten.
    expectTypeOf<Omit<Record<BatchStatus, string>, "ready">>().not.toExtend<Record<BatchStatus, string>>();
    expectTypeOf<StatusUnderWay>().toEqualTypeOf<"received" | "validating" | "awaiting_file_check" | "processing">();
  });

  it("lead from the upload to every status", () => {
    const reached = new Set<BatchStatus>([initialBatchStatus]);
    for (const status of reached)
      for (const name of batchTransitionNames)
        if (stands(name, { status })) reached.add(batchTransition(name).to ?? status);
    expect(batchStatuses.filter((status) => !reached.has(status))).toEqual([]);
  });

  it("allow discarding until the batch creates payouts or has ended", () => {
    expect(batchStatuses.filter((status) => stands("discard", { status }))).toEqual([
      "received",
      "validating",
      "awaiting_columns",
      "awaiting_file_check",
      "ready",
      "rejected",
    ]);
  });

  it("lead on from every status that waits for somebody", () => {
    const hasNextStep = (status: BatchStatus) =>
      batchTransitionNames.some((name) => stands(name, { status }) && name !== "discard" && batchTransition(name).to);
    for (const status of batchStatuses.filter((one) => batchStatusTable[one].waitsFor !== null))
      expect(hasNextStep(status), status).toBe(true);
    for (const status of ["processed", "discarded"] as const)
      expect(batchTransitionNames.filter((name) => stands(name, { status }))).toEqual([]);
  });

  it("make a batch visible from the end of its upload", () => {
    expect(batchStatuses.filter((status) => !listedStatuses.some((listed) => listed === status))).toEqual([
      "uploading",
    ]);
    expect(isUnderWay({ status: "uploading" })).toBe(false);
  });
});
