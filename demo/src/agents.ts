import type { Role } from '@outbound-composer/core/contract';

/** The support team of the demo. The CRM signs tokens for them; the sample assigns conversations to them. */
export interface DemoAgent {
  /** Id in the CRM: the token's `sub`. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly title: string;
  /** Of 100 assigned conversations. */
  readonly share: number;
}

export const AGENTS: readonly DemoAgent[] = [
  { id: 'mara', name: 'Mara Lindqvist', role: 'manager', title: 'Head of Support', share: 15 },
  { id: 'jonas', name: 'Jonas Weber', role: 'agent', title: 'Support', share: 35 },
  { id: 'aiko', name: 'Aiko Tanaka', role: 'agent_own', title: 'VIP care, own contacts only', share: 25 },
  { id: 'samir', name: 'Samir Haddad', role: 'agent', title: 'Workshop desk', share: 25 },
];
