import fc from 'fast-check';

/** A mutant is shown fewer examples than `npm test` shows the code itself, and always the same ones. */
fc.configureGlobal({ numRuns: Number(process.env.PROPERTY_RUNS ?? 150), seed: 1 });
