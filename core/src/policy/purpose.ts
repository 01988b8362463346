/**
 * A purpose's place in `PURPOSES`, or -1. Masks in a policy carry it as the bit `1 << place`. A switch, because it is
 * asked with every decision and twice as fast as a search.
 */
export function purposePlace(purpose: unknown): number {
  switch (purpose) {
    case 'support':
      return 0;
    case 'csat':
      return 1;
    case 'vip_update':
      return 2;
    case 'marketing':
      return 3;
    default:
      return -1;
  }
}

export const MARKETING = 3;
