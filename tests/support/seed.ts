/** The seed of the random parts of a test; TEST_SEED repeats an earlier run. */
export const testSeed = process.env.TEST_SEED ?? String(Date.now() % 2 ** 31);

/** A value for every run, and a larger one for `npm run test:soak`, which may take long. */
export const orInSoak = <T>(usual: T, soak: T): T => (process.env.SOAK === "1" ? soak : usual);
