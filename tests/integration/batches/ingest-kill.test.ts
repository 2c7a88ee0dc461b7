import { expect, it } from "vitest";
import { emptyAfterwards, surviveKills } from "@/tests/soak/killed-ingest";
import { useSmallChunks } from "@/tests/support/chunked-batch";
import { useDatabase } from "@/tests/support/database";
import { orInSoak, testSeed } from "@/tests/support/seed";

const databaseUrl = useDatabase();
emptyAfterwards();
useSmallChunks(orInSoak(100, 5_000));
const rows = orInSoak(4_000, 100_000);
const kills = orInSoak(2, 3);

it(
  `an ingest of ${rows} rows whose worker is killed ${kills} times creates each row exactly once (TEST_SEED=${testSeed})`,
  async () => {
    await surviveKills({ databaseUrl, rows, kills, seed: testSeed });
    expect.assertions(kills * 3 + 8);
  },
  20 * 60_000,
);
