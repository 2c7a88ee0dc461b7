// The ingest alone in its own process, so that its memory can be measured separately from the benchmark's.
import { createReadStream } from "node:fs";
import path from "node:path";
import { closeDb } from "@/db/client";
import { systemActor } from "@/lib/actor";
import { receiveFile } from "@/lib/batches/ingest/receive";
import { finishBatch } from "@/lib/batches/ingest/work";

const [file = "", organizationId = ""] = process.argv.slice(2);
const actor = systemActor(organizationId, "bench");

const startedAt = performance.now();
const cpuAtStart = process.cpuUsage();
const received = await receiveFile(actor, {
  fileName: path.basename(file),
  bytes: createReadStream(file),
  auto: { mode: "valid_rows" },
});
if ("fileFaults" in received) throw new Error(received.fileFaults.map(({ message }) => message).join(" "));
const receivedAt = performance.now();
const stages = { receiveMs: receivedAt - startedAt, validateMs: 0, processMs: 0 };
let validatedAt = receivedAt;
const batch = await finishBatch(actor, received.batch.id, ({ status }) => {
  if (status === "validating") validatedAt = performance.now();
});
const endedAt = performance.now();
const { user, system } = process.cpuUsage(cpuAtStart);
stages.validateMs = validatedAt - receivedAt;
stages.processMs = endedAt - validatedAt;

await closeDb();
// What resourceUsage calls maxRSS is in kilobytes.
const peakMemoryMb = Math.round(process.resourceUsage().maxRSS / 1_024);
console.log(
  JSON.stringify({
    status: batch.status,
    created: batch.createdCount,
    ms: endedAt - startedAt,
    cpuMs: (user + system) / 1_000,
    peakMemoryMb,
    ...stages,
  }),
);
