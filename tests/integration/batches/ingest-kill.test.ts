import { expect, it } from "vitest";
import { chaosSeed, leaveNothing, surviveKills } from "@/tests/soak/killed-ingest";
import { useDatabase } from "@/tests/support/database";

const databaseUrl = useDatabase();
leaveNothing();

it(
  `an ingest of 100,000 rows whose worker is killed three times makes each row exactly once (CHAOS_SEED=${chaosSeed})`,
  async () => {
    await surviveKills({ databaseUrl, rows: 100_000, kills: 3, seed: chaosSeed });
    expect.assertions(3 * 3 + 7);
  },
  20 * 60_000,
);
