import { expect, it } from "vitest";
import { useDatabase } from "@/tests/support/database";
import { testSeed } from "@/tests/support/seed";
import { emptyAfterwards, surviveKills } from "./killed-ingest";

const databaseUrl = useDatabase();
emptyAfterwards();

it(
  `an ingest of 100,000 rows whose worker is killed thirty times creates each row exactly once (TEST_SEED=${testSeed})`,
  async () => {
    await surviveKills({ databaseUrl, rows: 100_000, kills: 30, seed: testSeed });
    expect.assertions(30 * 3 + 8);
  },
  30 * 60_000,
);
