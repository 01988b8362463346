/** The demo's data set, smaller. */
export const SAMPLE = { contacts: 1500, seed: 1 };
