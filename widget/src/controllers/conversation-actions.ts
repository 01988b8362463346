import { GatewayProblem } from '@outbound-composer/core/client';
import type { Conversation } from '@outbound-composer/core/contract';
import type { Backend } from '../backend/backend.js';
import type { Host } from './host.js';
import type { OpenContact } from './open-contact.js';
import type { Search } from './search.js';
import type { Session } from './session.js';

type Call = (backend: Backend, id: string, takeOver: boolean) => Promise<Conversation>;

/** Reopening, closing and assigning the open contact's conversation without sending anything. */
export class ConversationActions {
  /** The form that is open in the header. */
  form: 'close' | 'reopen' | null = null;
  pending = false;
  /** Whether the workspace asks contacts after closings; null: not known, so it is left to the gateway. */
  surveys: boolean | null = null;
  error: unknown = null;
  /** What waits for the agent's yes, because the conversation is another agent's. */
  askingTakeover: Call | null = null;

  constructor(
    private readonly host: Host,
    private readonly session: Session,
    private readonly open: OpenContact,
    private readonly search: Search,
  ) {}

  /** Opens a form, or closes it again; the focus goes with it. */
  toggle(form: 'close' | 'reopen'): void {
    const opens = this.form !== form;
    this.show(opens ? form : null);
    if (opens && form === 'close') void this.#askAboutSurveys();
    this.host.focus(opens ? `${form}-field` : `${form}-button`);
  }

  show(form: ConversationActions['form']): void {
    this.form = form;
    this.error = null;
    this.askingTakeover = null;
    this.host.requestUpdate();
  }

  reopen(reason: string): Promise<void> {
    return this.#do('say_reopened', (backend, id, takeOver) =>
      backend.reopenConversation(id, { takeOver, ...(reason === '' ? {} : { reason }) }),
    );
  }

  close(category: string, summary: string, survey?: boolean): Promise<void> {
    return this.#do('say_closed', (backend, id) =>
      backend.closeConversation(id, {
        ...(category === '' ? {} : { category }),
        ...(summary === '' ? {} : { summary }),
        ...(survey === undefined ? {} : { survey }),
      }),
    );
  }

  /** A gateway that does not say leaves the form as it is. */
  async #askAboutSurveys(): Promise<void> {
    const answer = await this.session.backend?.listClosingCategories?.().catch(() => null);
    this.surveys = answer?.survey ?? null;
    this.host.requestUpdate();
  }

  assignToMe(): Promise<void> {
    return this.#do('say_assigned', (backend, id, takeOver) =>
      backend.assignConversation(id, { assignee: 'me', takeOver }),
    );
  }

  takeOver(): Promise<void> {
    const call = this.askingTakeover;
    this.askingTakeover = null;
    return call ? this.#do('say_assigned', call, true) : Promise.resolve();
  }

  async #do(said: string, call: Call, takeOver = false): Promise<void> {
    const backend = this.session.backend;
    const id = this.open.contact?.conversation?.id;
    if (!backend || id === undefined || this.pending) return;
    this.pending = true;
    this.error = null;
    this.host.requestUpdate();
    try {
      const conversation = await call(backend, id, takeOver);
      if (this.form !== null) this.host.focus('contact-heading');
      this.form = null;
      this.open.applyConversation(conversation);
      this.search.apply(conversation);
      this.host.say(this.host.translate(said as 'say_closed'));
    } catch (error) {
      if (error instanceof GatewayProblem && error.code === 'takeover_required') this.askingTakeover = call;
      else {
        this.error = error;
        this.host.fail(error, 'conversation');
      }
    }
    this.pending = false;
    this.host.requestUpdate();
  }
}
