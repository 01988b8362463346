/** The demo's data set, smaller. */
export const SAMPLE = { contacts: 8_000, seed: 1 };
