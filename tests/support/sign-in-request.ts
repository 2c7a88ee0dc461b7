/** A sign-in for an address; each `n` comes from a network of its own, so that no limit is reached. */
export const signInRequest = (address: string, n: number) => ({
  address,
  peer: `198.18.${n >> 8}.${n & 255}`,
  device: undefined,
});
