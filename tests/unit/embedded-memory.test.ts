import { expect, test } from "vitest";
import { buffersFor } from "@/db/embedded/server";

const MB = 1024 * 1024;

test("the embedded server has a quarter of the memory for its buffers, 4 GB at most, and the default of PostgreSQL on a small machine", () => {
  const asked = [256, 512, 1_024, 8_192, 16_384, 65_536].map((mb) => buffersFor(mb * MB));
  expect(asked).toEqual([null, null, "256MB", "2048MB", "4096MB", "4096MB"]);
});
