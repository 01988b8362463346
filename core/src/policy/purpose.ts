/** A purpose's place in `PURPOSES`, or -1. A switch, because every decision asks, and a search takes twice as long. */
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
