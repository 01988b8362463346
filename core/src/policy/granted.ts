import type { AccountFlag } from './rule.js';
import type { AccountFacts } from './types.js';

/**
 * Whether an account has this fact for certain. A switch, because to look a field up by a name that varies takes
 * several times as long as by one that stands in the code.
 */
export function isGranted(account: AccountFacts | null | undefined, flag: AccountFlag): boolean {
  switch (flag) {
    case 'humanAgentApproved':
      return account?.humanAgentApproved === true;
    case 'utilityMessaging':
      return account?.utilityMessaging === true;
    case 'businessConnection':
      return account?.businessConnection === true;
    case 'commercialTermsAccepted':
      return account?.commercialTermsAccepted === true;
  }
}
