/** The demo's data set, smaller. */
export const SAMPLE = { contacts: 4_000, seed: 1 };
