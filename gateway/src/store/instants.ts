/** As instants leave the gateway. */
export const isoOrNull = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/** As the rules take instants. */
export const epochOrNull = (instant: Date | null): number | null => instant?.getTime() ?? null;
