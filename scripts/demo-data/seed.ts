import type { Role } from "@/lib/actor";
import { seedOrganization } from "./organization";
import { bigProfile, demoProfiles, type Profile } from "./profiles";

type SignIn = { role: Role; email: string; password: string; organization: string };

export const DEFAULT_SEED = 20_261_123;

/** Who can look around in the demo: its admin, its viewer, and the admin of the second organization. */
export const demoSignIns: SignIn[] = demoProfiles.flatMap(signInsOf);

/** Who can sign in to the organization that `--payouts` makes. */
export const bigSignIns = (payouts: number): SignIn[] => signInsOf(bigProfile(payouts));

function signInsOf({ name, staff }: Profile): SignIn[] {
  return staff.flatMap(({ role, email, password }) =>
    password === undefined ? [] : [{ role, email, password, organization: name }],
  );
}

/**
 * Makes the demo organizations, relative to now; what is there already stays untouched.
 * @param options.payouts also makes an organization of about this many payouts, beside the demo
 * @param options.seed the number everything is drawn from: the same number, the same records
 * @param options.say told one sentence for each organization
 */
export async function seedDemo(
  options: { payouts?: number; seed?: number; say?: (sentence: string) => void } = {},
): Promise<void> {
  const { payouts, seed = DEFAULT_SEED, say = () => {} } = options;
  const profiles = payouts === undefined ? demoProfiles : [...demoProfiles, bigProfile(payouts)];
  for (const profile of profiles) {
    const startedAt = performance.now();
    const { outcome, payouts: made } = await seedOrganization(profile, seed);
    const seconds = (performance.now() - startedAt) / 1_000;
    say(
      outcome === "created"
        ? `${profile.name}: ${made.toLocaleString("en-US")} payouts created in ${seconds.toFixed(1)} s (${Math.round(made / seconds).toLocaleString("en-US")} a second).`
        : `${profile.name} ${outcome}; nothing was created.`,
    );
  }
}
