import { AGENTS } from '../agents.js';
import type { SampleContact } from '../data/sample.js';

/** A record as the CRM keeps it. `id` is what the gateway knows as `external:crm/<id>`. */
export interface CrmAccount {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly countryName: string;
  readonly lifecycle: string;
  readonly vip: boolean;
  readonly bike: string;
  readonly orders: number;
  readonly owner: string | null;
  readonly deals: readonly { readonly name: string; readonly stage: string; readonly value: number }[];
  readonly activity: readonly { readonly when: string; readonly what: string }[];
}

const COMPANIES = [
  'Fjordbank',
  'Hafen Logistik',
  'Studio Marlow',
  'Café Polaris',
  'Kurierwerk',
  'Alpenblick Hotels',
  'private',
];
const DEALS = ['Fleet order', 'Service plan', 'Battery upgrade', 'Trade-in', 'Leasing'];
const STAGES = ['Offer', 'Negotiation', 'Won', 'Lost', 'Won'];
const countries = new Intl.DisplayNames('en', { type: 'region' });

/** The CRM's own view of a contact of the sample; everything in it follows from the contact. */
export function crmAccount(contact: SampleContact, index: number): CrmAccount {
  const orders = Number(contact.customFields.orders ?? 0);
  const at = <T>(list: readonly T[], offset: number): T => list[(index + offset) % list.length] as T;
  const deals = Array.from({ length: 1 + (index % 3) }, (_, number) => ({
    name: at(DEALS, number * 2),
    stage: at(STAGES, number + orders),
    value: 480 + ((index * 137 + number * 911) % 90) * 55,
  }));
  return {
    id: contact.externalId,
    name: [contact.firstName, contact.lastName].filter(Boolean).join(' '),
    company: at(COMPANIES, 0),
    email: contact.email,
    phone: contact.phoneAsTyped,
    countryName: countries.of(contact.country) ?? contact.country,
    lifecycle: contact.lifecycle,
    vip: contact.tags.includes('VIP'),
    bike: String(contact.customFields.bike),
    orders,
    owner: AGENTS.find(({ id }) => id === contact.owner)?.name ?? null,
    deals,
    activity: [
      ...(contact.conversation.summary === null
        ? []
        : [{ when: 'support', what: `${contact.conversation.category}: ${contact.conversation.summary}` }]),
      { when: 'orders', what: `Order ${20_000 + index * 7} shipped` },
      { when: 'workshop', what: `${contact.customFields.bike} registered` },
    ],
  };
}
