import type { ProviderTemplate } from '../adapter.js';

/** A category that Meta invents is priced as its dearest, so it is treated like that. */
export function categoryOf(category: string): ProviderTemplate['category'] {
  switch (category.toUpperCase()) {
    case 'UTILITY':
      return 'utility';
    case 'AUTHENTICATION':
      return 'authentication';
    default:
      return 'marketing';
  }
}

/** https://developers.facebook.com/docs/graph-api/reference/whats-app-business-hsm */
export function statusOf(status: string): ProviderTemplate['status'] {
  switch (status.toUpperCase()) {
    case 'APPROVED':
    case 'REINSTATED':
    case 'UNARCHIVED':
      return 'approved';
    case 'PENDING':
    case 'IN_APPEAL':
      return 'pending';
    case 'REJECTED':
      return 'rejected';
    case 'PAUSED':
      return 'paused';
    default:
      return 'disabled';
  }
}
