import type { GatewayEvent } from '@outbound-composer/core/contract';
import type { ConnectionState } from '../backend/backend.js';
import type { History } from './history.js';
import type { Host } from './host.js';
import type { OpenContact } from './open-contact.js';
import type { Search } from './search.js';
import type { Session } from './session.js';

/** Takes over what happens elsewhere: answers, deliveries, another agent's doing. */
export class Live {
  state: ConnectionState | 'off' = 'off';
  #stop: AbortController | null = null;

  constructor(
    private readonly host: Host,
    private readonly session: Session,
    private readonly search: Search,
    private readonly open: OpenContact,
    private readonly history: History,
  ) {}

  get running(): boolean {
    return this.#stop !== null;
  }

  start(): void {
    this.stop();
    const backend = this.session.backend;
    if (!backend?.subscribe) return;
    const stop = new AbortController();
    this.#stop = stop;
    const unlessStopped =
      <T>(callback: (value: T) => void) =>
      (value: T) => {
        if (!stop.signal.aborted) callback(value);
      };
    backend.subscribe(
      unlessStopped((event) => this.#on(event)),
      stop.signal,
      unlessStopped((state) => this.#onState(state)),
    );
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.state = 'off';
  }

  #onState(state: ConnectionState): void {
    const isBack = this.state === 'reconnecting' && state === 'live';
    this.state = state;
    // The stream replays what it knows we missed, but a stream that broke before its first event has no place
    // to go on from.
    if (isBack) this.#reloadContact();
    this.host.requestUpdate();
  }

  #on(event: GatewayEvent): void {
    if (event.type === 'resync') {
      void this.search.run();
      this.#reloadContact();
      return;
    }
    const isOpen = event.contactId === this.open.contact?.id;
    switch (event.type) {
      case 'conversation.changed':
        this.search.apply(event.conversation);
        this.open.applyConversation(event.conversation);
        break;
      case 'message.created':
      case 'message.changed':
        if (!isOpen) break;
        this.history.put(event.message);
        if (event.type === 'message.created') void this.open.refresh();
        this.#say(event);
        break;
      case 'survey.changed':
        if (isOpen) void this.history.load(event.contactId);
        break;
      case 'contact.changed':
        if (isOpen) void this.open.refresh();
        break;
    }
  }

  #say({ message, type }: Extract<GatewayEvent, { type: `message.${string}` }>): void {
    const t = this.host.translate;
    if (message.status === 'failed')
      this.host.say(t('say_failed', { reason: message.failure?.message ?? '' }));
    else if (type === 'message.created' && message.direction === 'inbound') this.host.say(t('say_received'));
  }

  #reloadContact(): void {
    const id = this.open.contact?.id;
    if (id === undefined) return;
    void this.open.refresh();
    void this.history.load(id);
  }
}
