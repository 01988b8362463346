import { LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Backend } from './backend/backend.js';
import { gatewayBackend } from './backend/gateway-backend.js';
import { type GetToken, TokenSource } from './backend/token-source.js';
import type { Host } from './controllers/host.js';
import type { Inbox, StatusFilter } from './controllers/search.js';
import { Ticker } from './controllers/ticker.js';
import { type ComposerAction, ComposerErrorEvent } from './events.js';
import { Model } from './model.js';
import { type Strings, stringsFor, type Translate, translator } from './strings/index.js';
import { styles } from './styles/index.js';
import { type Clock, systemClock } from './utils/clock.js';
import { closestLanguage, knownLocale } from './utils/closest-language.js';
import type { Snippet } from './utils/fill-snippet.js';
import { Scroller } from './utils/scroller.js';
import { untilNextChange } from './utils/until-next-change.js';
import { frame } from './views/frame.js';

/**
 * Finds a contact whose conversation is closed, shows what each of their channels permits right now, reopens the
 * conversation and sends.
 *
 * ```html
 * <script type="module" src="outbound-composer.js"></script>
 * <outbound-composer gateway="https://gateway.example.com" token="…"></outbound-composer>
 * ```
 *
 * @tagname outbound-composer
 *
 * @slot empty - Shown on the right-hand side while no contact is open.
 * @slot contact-actions - Buttons of the page beside those of the open contact.
 * @slot footer - Below everything else.
 *
 * @fires {ContactOpenEvent} outbound-composer-contact-open - A contact was opened.
 * @fires {BeforeSendEvent} outbound-composer-before-send - A message is about to be sent. Cancelable.
 * @fires {SentEvent} outbound-composer-sent - The gateway took the message; its conversation is open and assigned.
 * @fires {ConversationChangeEvent} outbound-composer-conversation-change - The open contact's conversation was opened, closed, snoozed or assigned.
 * @fires {ComposerErrorEvent} outbound-composer-error - Something the agent asked for did not work.
 *
 * @csspart base - The box around everything.
 * @csspart find - The left-hand side.
 * @csspart search - The search box.
 * @csspart results - The list of contacts.
 * @csspart result - One contact in the list.
 * @csspart contact - The right-hand side.
 * @csspart header - Name and conversation of the open contact.
 * @csspart channels - The channels of the open contact.
 * @csspart channel - One channel.
 * @csspart verdict - The verdict on the chosen channel.
 * @csspart history - The messages.
 * @csspart message - One message.
 * @csspart survey - What became of a survey.
 * @csspart compose - Where the message is written.
 * @csspart later - When it is sent, if not at once.
 * @csspart undo - The moment in which a sent message can be taken back.
 * @csspart button - The button that sends.
 *
 * @cssproperty [--outbound-composer-height=680px] - Height of the element; `100%` fills a parent that has one.
 * @cssproperty [--outbound-composer-font=system-ui] - Font family.
 * @cssproperty [--outbound-composer-radius=12px] - Radius of the outer corners; the inner ones follow.
 * @cssproperty [--outbound-composer-accent] - Colour of what can be pressed and what is chosen.
 * @cssproperty [--outbound-composer-on-accent] - Colour of text on the accent.
 * @cssproperty [--outbound-composer-surface] - Colour of the ground.
 * @cssproperty [--outbound-composer-sunken] - Colour of the ground under the history.
 * @cssproperty [--outbound-composer-ink] - Colour of text.
 * @cssproperty [--outbound-composer-muted] - Colour of less important text.
 * @cssproperty [--outbound-composer-line] - Colour of lines.
 * @cssproperty [--outbound-composer-open] - Colour of "open".
 * @cssproperty [--outbound-composer-restricted] - Colour of "restricted".
 * @cssproperty [--outbound-composer-blocked] - Colour of "blocked" and of failures.
 */
export class OutboundComposer extends LitElement {
  static override styles = styles;

  /** Address of the gateway, e.g. `https://gateway.example.com`. */
  @property() gateway = '';

  /** Short-lived access token of the agent. A new one may be set at any time. */
  @property() token = '';

  /** Where the list begins: `mine`, `unassigned`, `team` or `all`. */
  @property() inbox: Inbox = 'all';

  /** Which conversations the list begins with: `closed`, `open`, `snoozed` or `any`. */
  @property() status: StatusFilter = 'closed';

  /** Opens on this contact: an id of the gateway's, or `external:<source>/<id>`. */
  @property({ attribute: 'contact-id' }) contactId = '';

  /** Opens on the contact with this phone number, in any notation with a country code. */
  @property() phone = '';

  /** Opens on the contact with this e-mail address. */
  @property() email = '';

  /** BCP 47. Default: the language of the closest element that says one, else the browser's. */
  @property() locale = '';

  /** `comfortable` or `compact`. */
  @property() density: 'comfortable' | 'compact' = 'comfortable';

  /** Gives a new token when the one in use is about to expire, or has. */
  @property({ attribute: false }) getToken: GetToken | null = null;

  /** An object to talk to instead of a gateway. */
  @property({ attribute: false }) backend: Backend | null = null;

  /** Words laid over those of the locale, for a language of your own or other wording. */
  @property({ attribute: false }) strings: Partial<Strings> | null = null;

  /** Texts that are written often; they may hold variables such as `{{contact.first_name | "there"}}`. */
  @property({ attribute: false }) snippets: readonly Snippet[] = [];

  /** Where time and timers come from; for tests and playgrounds. */
  @property({ attribute: false }) clock: Clock = systemClock;

  #locale = 'en';
  #translate: Translate = translator(stringsFor('en', null), 'en');
  #said = '';
  #loose = false;
  readonly #model = new Model(this.#host());
  readonly #scroller = new Scroller();
  #connected: readonly unknown[] = ['', '', null, null];

  constructor() {
    super();
    new Ticker(this.#model.host, () => untilNextChange(this.#model));
  }

  /** Opens a contact: an id, `phone:…`, `email:…` or `external:<source>/<id>`. True when it is shown. */
  openContact(contact: string): Promise<boolean> {
    return this.#model.openContact(contact);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#loose = getComputedStyle(this).display === 'inline';
    // Attached again: what happened meanwhile is unknown.
    if (this.hasUpdated && this.#model.session.status === 'ready' && !this.#model.live.running)
      void this.#model.resume();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A move in the page is a disconnect and a connect at once, and nothing should be lost by it.
    queueMicrotask(() => {
      if (!this.isConnected) this.#model.pause();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.hasUpdated || changed.has('locale') || changed.has('strings')) {
      this.#locale = this.locale ? knownLocale(this.locale) : closestLanguage(this);
      this.#translate = translator(stringsFor(this.#locale, this.strings), this.#locale);
    }
    const { search } = this.#model;
    if (changed.has('inbox') || changed.has('status'))
      search.filters = { ...search.filters, inbox: this.inbox || 'all', status: this.status || 'closed' };
    this.#follow(changed);
    this.#model.open.noticeChanges();
  }

  protected override updated(): void {
    this.#scroller.follow(this.renderRoot, this.#model);
  }

  /** Attributes and properties may change in any order and at any time; what they mean is looked at once. */
  #follow(changed: PropertyValues<this>): void {
    const wanted = [this.gateway, this.token, this.getToken, this.backend];
    const isNew = wanted.some((value, index) => value !== this.#connected[index]);
    const asked = changed.has('contactId') || changed.has('phone') || changed.has('email');
    const ref = this.#contactRef();
    if (isNew) {
      this.#connected = wanted;
      void this.#model.connect(this.#makeBackend(), ref ?? this.#model.open.ref);
    } else if (asked && ref !== null) void this.#model.openContact(ref);
  }

  protected override render(): TemplateResult {
    return frame(this.#model, {
      locale: this.#locale,
      density: this.density,
      loose: this.#loose,
      said: this.#said,
    });
  }

  #makeBackend(): Backend | null {
    if (this.backend) return this.backend;
    if (!this.gateway || !(this.token || this.getToken)) return null;
    const tokens = new TokenSource(this.token || null, this.getToken, this.clock);
    return gatewayBackend({ gateway: this.gateway, tokens, locale: this.#locale, clock: this.clock });
  }

  #contactRef(): string | null {
    // A removed attribute leaves null behind.
    if (this.contactId) return this.contactId;
    if (this.phone) return `phone:${this.phone}`;
    return this.email ? `email:${this.email}` : null;
  }

  /** What the controllers see of the element. */
  #host(): Host {
    const element = this;
    return {
      addController: (controller) => element.addController(controller),
      removeController: (controller) => element.removeController(controller),
      requestUpdate: () => element.requestUpdate(),
      get updateComplete() {
        return element.updateComplete;
      },
      get isConnected() {
        return element.isConnected;
      },
      get clock() {
        return element.clock;
      },
      get snippets() {
        return element.snippets;
      },
      get locale() {
        return element.#locale;
      },
      get translate() {
        return element.#translate;
      },
      focus: (id) => {
        void element.updateComplete.then(() => element.shadowRoot?.getElementById(id)?.focus());
      },
      emit: (event) => element.dispatchEvent(event),
      fail: (error: unknown, during: ComposerAction) => {
        element.dispatchEvent(new ComposerErrorEvent(error, during));
      },
      say: (text) => {
        element.#said = text;
        element.requestUpdate();
      },
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'outbound-composer': OutboundComposer;
  }
}
