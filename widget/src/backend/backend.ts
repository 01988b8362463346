import type {
  ContactMethods,
  GatewayClient,
  SendingMethods,
  SurveyMethods,
  WebhookMethods,
} from '@outbound-composer/core/client';
import type { GatewayEvent } from '@outbound-composer/core/contract';

export type ConnectionState = 'live' | 'reconnecting';

/**
 * What the element talks to. A CRM may hand over its own object instead of a gateway's address.
 * `subscribe` is optional: without it the element shows no changes made elsewhere until it is asked to.
 */
export interface Backend
  extends Omit<GatewayClient, keyof (ContactMethods & SendingMethods & SurveyMethods & WebhookMethods)> {
  /** Takes back what has not left yet; without it nothing can be undone. */
  cancelMessage?: GatewayClient['cancelMessage'];
  /** Says whether closings are followed by a survey; without it the closing form has no choice about that. */
  listClosingCategories?: GatewayClient['listClosingCategories'];
  /** Calls back for each event, in order, until the signal aborts. Reconnecting is the backend's matter. */
  subscribe?(
    onEvent: (event: GatewayEvent) => void,
    signal: AbortSignal,
    onState?: (state: ConnectionState) => void,
  ): void;
}
