/** What the random parts of a test begin from; TEST_SEED repeats an earlier run. */
export const testSeed = process.env.TEST_SEED ?? String(Date.now() % 2 ** 31);

/** What a test takes in every run, and what it takes in `npm run test:soak`, where it may last. */
export const orInSoak = <T>(usual: T, soak: T): T => (process.env.SOAK === "1" ? soak : usual);
