import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { spooled } from "@/lib/batches/reading/xlsx/spooled";

const folder = mkdtempSync(path.join(tmpdir(), "spooled-test-"));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

it("the temporary copy of a workbook never has a file name, so that a crash leaves none, and can still be read", async () => {
  for (const name of ["TMPDIR", "TEMP", "TMP"]) vi.stubEnv(name, folder);
  const seen: string[][] = [];
  const file = await spooled(
    (async function* () {
      for (const text of ["first,", "second"]) {
        seen.push(readdirSync(folder));
        yield Buffer.from(text);
      }
    })(),
  );
  seen.push(readdirSync(folder));
  expect(seen).toEqual([[], [], []]);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(20), 0, 20, 0);
  expect(buffer.subarray(0, bytesRead).toString()).toBe("first,second");
  await file.close();
});
