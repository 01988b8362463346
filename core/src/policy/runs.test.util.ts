import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Examples that every property is shown instead of its own number. */
    propertyRuns?: number;
  }
}

/** How many examples a property is shown: so many, unless the run of the tests says another number; then always the same. */
export function runs(numRuns: number): { readonly numRuns: number; readonly seed?: number } {
  const asked = inject('propertyRuns');
  return asked === undefined ? { numRuns } : { numRuns: asked, seed: 1 };
}
