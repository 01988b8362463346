import type { TemplateOut } from '@outbound-composer/core/contract';
import type { Backend } from './backend/backend.js';
import { Compose } from './controllers/compose.js';
import { ConversationActions } from './controllers/conversation-actions.js';
import { History } from './controllers/history.js';
import type { Host } from './controllers/host.js';
import { Live } from './controllers/live.js';
import { OpenContact } from './controllers/open-contact.js';
import { RecentTemplates } from './controllers/recent-templates.js';
import { Search } from './controllers/search.js';
import { Sending } from './controllers/sending.js';
import { Session } from './controllers/session.js';
import { TakingBack } from './controllers/taking-back.js';
import { Templates } from './controllers/templates.js';

/** Everything the element knows, one controller a concern, and the few steps that need several of them. */
export class Model {
  readonly session: Session;
  readonly search: Search;
  readonly open: OpenContact;
  readonly history: History;
  readonly templates: Templates;
  readonly recent = new RecentTemplates();
  readonly compose: Compose;
  readonly sending: Sending;
  readonly takingBack: TakingBack;
  readonly actions: ConversationActions;
  readonly live: Live;

  constructor(readonly host: Host) {
    this.session = new Session(host);
    this.search = new Search(host, this.session);
    this.open = new OpenContact(host, this.session);
    this.history = new History(host, this.session);
    this.templates = new Templates(host, this.session);
    this.compose = new Compose(host, this.session, this.open, this.recent);
    this.sending = new Sending(host, this.session, this.open, this.history, this.search);
    this.takingBack = new TakingBack(host, this.session, this.open, this.history);
    this.actions = new ConversationActions(host, this.session, this.open, this.search);
    this.live = new Live(host, this.session, this.search, this.open, this.history);
  }

  /** Epoch milliseconds by the gateway's clock. */
  get now(): number {
    return this.session.now();
  }

  /** Begins with a backend: who am I, the first page of contacts, the contact the page asked for. */
  async connect(backend: Backend | null, contactRef: string | null): Promise<void> {
    this.live.stop();
    this.search.stop();
    this.templates.clear();
    if (!(await this.session.connect(backend)) || !this.host.isConnected) return;
    this.live.start();
    // Which channel a contact begins with depends on where the gateway can send at all.
    const openAsked = async () => {
      await this.session.loadAccounts();
      if (contactRef !== null) await this.openContact(contactRef);
    };
    await Promise.all([this.search.run(), openAsked()]);
  }

  /** The element left the page: nothing may run on without it. */
  pause(): void {
    this.live.stop();
    this.search.stop();
  }

  /** The element is back: what happened meanwhile is unknown. */
  async resume(): Promise<void> {
    this.live.start();
    const { contact } = this.open;
    await Promise.all([
      this.search.run(),
      contact ? this.open.refresh() : undefined,
      contact ? this.history.load(contact.id) : undefined,
    ]);
  }

  /** Opens a contact. True when it is shown now. */
  async openContact(ref: string): Promise<boolean> {
    this.sending.reset();
    this.actions.show(null);
    this.history.clear();
    if (!(await this.open.open(ref))) return false;
    const { contact } = this.open;
    if (!contact) return false;
    this.compose.start(contact);
    void this.history.load(contact.id);
    return true;
  }

  /** The agent chose this contact: the focus goes with the choice. */
  async choose(id: string): Promise<void> {
    this.host.focus('contact-heading');
    if (await this.openContact(id)) this.host.focus('contact-heading');
  }

  closeContact(): void {
    this.open.close();
    this.history.clear();
    this.sending.reset();
    this.host.focus('search');
  }

  /** The chosen template, once it is loaded and as long as the verdict lets it through. */
  get template(): TemplateOut | null {
    const { channel, draft } = this.compose;
    if (!channel || draft.templateId === null) return null;
    const loaded = this.templates.of(channel.channelAccountId);
    if (loaded.status !== 'ready') return null;
    return this.compose.fitting(loaded.items).find(({ id }) => id === draft.templateId) ?? null;
  }

  /** Sends what is written. False when something is missing, the page prevented it or the gateway refused. */
  async send(takeOver = false): Promise<boolean> {
    const { template } = this;
    const identityId = this.compose.channel?.identityId;
    const message = this.compose.message(template);
    const { contact } = this.open;
    if (!contact || identityId === undefined) return false;
    if (!message) {
      const [field] = Object.keys(this.compose.errors);
      if (field !== undefined) this.host.focus(field);
      return false;
    }
    const sent = await this.sending.send(takeOver ? { ...message, takeOver } : message, identityId);
    if (sent) {
      this.takingBack.watch(sent, this.compose.sent(contact, message.content));
      if (message.content.kind === 'text') this.host.focus('text');
    } else if (this.sending.status === 'asking_takeover') this.host.focus('take-over-yes');
    return sent !== null;
  }

  /** Takes back what was sent a moment ago, and gives the agent what was written. */
  async undo(): Promise<void> {
    const { undo } = this.takingBack;
    if (!undo || !(await this.takingBack.cancel(undo.message.id))) return;
    if (this.open.contact?.id !== undo.message.contactId) return;
    this.compose.restore(undo.written);
    this.host.focus(this.compose.mode === 'text' ? 'text' : 'send');
  }
}
