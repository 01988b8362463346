import fc from 'fast-check';

/** How many examples a property is shown: so many, unless a run of the tests asks all properties for another number. */
export function runs(numRuns: number): { readonly numRuns: number } {
  return { numRuns: fc.readConfigureGlobal().numRuns ?? numRuns };
}
