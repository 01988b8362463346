import type { Contact, Conversation, Message, SendMessage } from '@outbound-composer/core/contract';

/** Everything the element tells its page. All bubble and cross shadow roots. */
abstract class ComposerEvent extends Event {
  constructor(type: string, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
  }
}

/** A contact was opened, by the agent or by an attribute. */
export class ContactOpenEvent extends ComposerEvent {
  constructor(readonly contact: Contact) {
    super('outbound-composer-contact-open');
  }
}

/** A message is about to be sent; `preventDefault()` keeps it from being sent. */
export class BeforeSendEvent extends ComposerEvent {
  constructor(
    readonly message: SendMessage,
    readonly contact: Contact,
  ) {
    super('outbound-composer-before-send', true);
  }
}

/** The gateway took the message; its conversation is open and assigned. */
export class SentEvent extends ComposerEvent {
  constructor(
    readonly message: Message,
    readonly conversation: Conversation,
  ) {
    super('outbound-composer-sent');
  }
}

/** The open contact's conversation was opened, closed, snoozed or assigned, here or elsewhere. */
export class ConversationChangeEvent extends ComposerEvent {
  constructor(readonly conversation: Conversation) {
    super('outbound-composer-conversation-change');
  }
}

export type ComposerAction =
  | 'connect'
  | 'search'
  | 'open'
  | 'history'
  | 'templates'
  | 'send'
  | 'cancel'
  | 'conversation';

/** Something the agent asked for did not work. `error` is a `GatewayProblem` when the gateway refused. */
export class ComposerErrorEvent extends ComposerEvent {
  constructor(
    readonly error: unknown,
    readonly during: ComposerAction,
  ) {
    super('outbound-composer-error');
  }
}

export interface OutboundComposerEventMap {
  'outbound-composer-contact-open': ContactOpenEvent;
  'outbound-composer-before-send': BeforeSendEvent;
  'outbound-composer-sent': SentEvent;
  'outbound-composer-conversation-change': ConversationChangeEvent;
  'outbound-composer-error': ComposerErrorEvent;
}

declare global {
  interface GlobalEventHandlersEventMap extends OutboundComposerEventMap {}
}
