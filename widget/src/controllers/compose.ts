import type {
  Contact,
  ContactChannel,
  DecisionOut,
  SendMessage,
  TemplateOut,
} from '@outbound-composer/core/contract';
import { describeTemplateProblem } from '@outbound-composer/core/explain';
import { validateTemplate } from '@outbound-composer/core/message';
import { fillSnippet, openVariable, type Snippet } from '../utils/fill-snippet.js';
import { instantOf, isTimeZone, localTime, ownTimeZone } from '../utils/local-time.js';
import { prefill } from '../utils/prefill.js';
import { textLimit } from '../utils/text-limit.js';
import { variableLabel } from '../utils/variable-label.js';
import { type Draft, DraftStore, emptyDraft, type Later } from './draft.js';
import type { Host } from './host.js';
import type { OpenContact } from './open-contact.js';
import type { RecentTemplates } from './recent-templates.js';
import type { Session } from './session.js';

export type Mode = Draft['wanted'];
/** A field of the form and what is wrong with it, in words. */
export type FieldErrors = Readonly<Record<string, string>>;

const TEXT_FORMS = ['free_form', 'tag', 'bot_initiated'];
const TEMPLATE_FORMS = ['template', 'utility_template'];

/** What the agent is writing, in the form that the chosen channel takes at this moment. */
export class Compose {
  draft: Draft = { ...emptyDraft };
  errors: FieldErrors = {};
  templateFilter = { q: '', language: '' };
  #drafts = new DraftStore();
  #contact: Contact | null = null;

  constructor(
    private readonly host: Host,
    private readonly session: Session,
    private readonly open: OpenContact,
    private readonly recent: RecentTemplates,
  ) {}

  /** Takes up the draft of a contact where it was left. */
  start(contact: Contact): void {
    this.#contact = contact;
    const draft = this.#drafts.load(this.#key(contact));
    // Held from here on: the best channel of now may be another in a minute, and a text must not change its way
    // while it is written.
    const known = contact.channels.some(({ identityId }) => identityId === draft.identityId);
    this.draft = known ? draft : { ...draft, identityId: this.#best(contact)?.identityId ?? null };
    this.errors = {};
    this.templateFilter = { q: '', language: '' };
    this.host.requestUpdate();
  }

  change(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change };
    this.errors = {};
    if (this.#contact) this.#drafts.save(this.#key(this.#contact), this.draft);
    this.host.requestUpdate();
  }

  /** Sends later and not now, or changes when; the first suggestion is the next morning that begins there. */
  planLater(change: Partial<Later>): void {
    const known = this.draft.later ?? {
      localTime: this.#nextMorning(),
      cancelIfContactWrites: true,
      postponeQuietHours: false,
    };
    this.change({ later: { ...known, ...change } });
  }

  /** The zone by whose clock it is sent later: the contact's, else the agent's own. */
  get zone(): string {
    const zone = this.open.contact?.timeZone;
    return zone && isTimeZone(zone) ? zone : ownTimeZone();
  }

  /** When it is to be sent, in epoch milliseconds; null: now, or not said yet. */
  get laterAt(): number | null {
    const at = this.draft.later ? instantOf(this.draft.later.localTime, this.zone) : Number.NaN;
    return Number.isNaN(at) ? null : at;
  }

  /** Puts a snippet where the cursor is, or in the place of what is selected. */
  insert(snippet: Snippet, from: number, to: number): void {
    if (!this.#contact) return;
    const { text } = this.draft;
    const filled = fillSnippet(snippet, this.#contact, this.session.me);
    this.change({ text: text.slice(0, from) + filled + text.slice(to) });
  }

  setVariable(name: string, value: string): void {
    const { templateId, variables } = this.draft;
    if (templateId === null) return;
    this.change({ variables: { ...variables, [templateId]: { ...variables[templateId], [name]: value } } });
  }

  chooseTemplate(template: TemplateOut | null): void {
    if (!template) {
      this.change({ templateId: null });
      return;
    }
    const known = this.draft.variables[template.id];
    const filled = known ?? prefill(template, this.#contact);
    this.change({
      templateId: template.id,
      variables: { ...this.draft.variables, [template.id]: filled },
    });
  }

  filterTemplates(change: Partial<Compose['templateFilter']>): void {
    this.templateFilter = { ...this.templateFilter, ...change };
    this.host.requestUpdate();
  }

  get channel(): ContactChannel | null {
    const channels = this.open.contact?.channels ?? [];
    return channels.find(({ identityId }) => identityId === this.draft.identityId) ?? channels[0] ?? null;
  }

  get decision(): DecisionOut | null {
    return this.channel && this.open.decision(this.channel);
  }

  /** False: the gateway knows what the chosen channel permits, and cannot send there. */
  get dispatches(): boolean {
    return this.channel === null || this.session.dispatches(this.channel.channelAccountId);
  }

  /** What can be written on the chosen channel now, the channel's preference first. */
  get modes(): Mode[] {
    if (!this.dispatches) return [];
    const forms = (this.decision?.ways ?? []).map(({ form }) => form);
    const modes: Mode[] = [];
    if (forms.some((form) => TEXT_FORMS.includes(form))) modes.push('text');
    if (forms.some((form) => TEMPLATE_FORMS.includes(form))) modes.push('template');
    return modes;
  }

  /** What is being written; null when the channel takes nothing. */
  get mode(): Mode | null {
    const modes = this.modes;
    return modes.includes(this.draft.wanted) ? this.draft.wanted : (modes[0] ?? null);
  }

  /** The way by which text would leave: the best one that takes text. */
  get textWay() {
    return this.decision?.ways.find(({ form }) => TEXT_FORMS.includes(form)) ?? null;
  }

  /** Text that cannot leave here any more, and must not be lost either. */
  get keptText(): string | null {
    return this.mode !== 'text' && this.draft.text.trim() !== '' ? this.draft.text : null;
  }

  /** Of these templates the ones that the verdict lets through. */
  fitting(templates: readonly TemplateOut[]): TemplateOut[] {
    const ways = this.decision?.ways ?? [];
    const channel = this.channel?.channel;
    return templates.filter(
      (template) =>
        template.status === 'approved' &&
        template.channel === channel &&
        ways.some(
          (way) =>
            (way.form === 'template' && way.categories.includes(template.category)) ||
            (way.form === 'utility_template' && template.category === 'utility'),
        ),
    );
  }

  variablesOf(template: TemplateOut): Record<string, string> {
    return this.draft.variables[template.id] ?? {};
  }

  /** The message to send, or null with `errors` saying what is missing. */
  message(template: TemplateOut | null): SendMessage | null {
    const { contact } = this.open;
    const { channel, mode, draft } = this;
    if (!contact || !channel || mode === null) return null;
    this.errors = mode === 'text' ? this.#textErrors(channel) : this.#templateErrors(template);
    this.errors = { ...this.errors, ...this.#laterErrors() };
    this.host.requestUpdate();
    if (Object.keys(this.errors).length > 0) return null;
    return {
      contact: contact.id,
      channel: channel.channel,
      channelAccountId: channel.channelAccountId,
      purpose: this.open.purpose,
      ...this.#whenToSend(contact),
      content:
        mode === 'text'
          ? {
              kind: 'text',
              text: draft.text,
              ...(channel.channel === 'email' && draft.subject.trim() !== ''
                ? { subject: draft.subject.trim() }
                : {}),
            }
          : { kind: 'template', templateId: template!.id, variables: this.variablesOf(template!) },
    };
  }

  /** Clears of a contact's draft what was sent and nothing else: the chosen channel stays. Returns what it was. */
  sent(contact: Contact, content: SendMessage['content']): Partial<Draft> {
    if (content.kind === 'template') this.recent.add(content.templateId);
    const cleared =
      content.kind === 'template'
        ? { templateId: null, variables: {}, later: null }
        : { text: '', subject: '', later: null };
    const key = this.#key(contact);
    const draft = this.#drafts.load(key);
    if (contact.id === this.#contact?.id) this.change(cleared);
    else this.#drafts.save(key, { ...draft, ...cleared });
    const { text, subject, templateId, variables, wanted, later } = draft;
    return content.kind === 'template'
      ? { templateId, variables, wanted, later }
      : { text, subject, wanted, later };
  }

  /** What was taken back is in the form again; what was written since then stays below it. */
  restore({ text, ...rest }: Partial<Draft>): void {
    const texts = [text, this.draft.text].filter((one) => one?.trim());
    this.change({ ...rest, text: texts.join('\n\n') });
  }

  #best({ channels }: Contact): ContactChannel | undefined {
    const usable = channels.find(
      (channel) =>
        this.session.dispatches(channel.channelAccountId) &&
        this.open.decision(channel).verdict !== 'blocked',
    );
    return usable ?? channels[0];
  }

  #textErrors(channel: ContactChannel): FieldErrors {
    const t = this.host.translate;
    if (this.draft.text.trim() === '') return { text: t('error_text_empty') };
    // Braces of the agent's own may be meant as they are; those of a snippet never are.
    const open = openVariable(this.draft.text);
    if (open !== null && this.host.snippets.some(({ text }) => text.includes(open)))
      return { text: t('error_variable_open', { name: open }) };
    const over = -(textLimit(channel.channel, this.draft.text).left ?? 0);
    return over > 0 ? { text: t('over_characters', { count: over }) } : {};
  }

  #laterErrors(): FieldErrors {
    if (!this.draft.later) return {};
    const at = this.laterAt;
    const t = this.host.translate;
    if (at === null) return { later: t('error_later_empty') };
    return at > this.session.now() ? {} : { later: t('error_later_passed') };
  }

  /** By the contact's clock where that is known, so that the gateway reckons with the newest zone data. */
  #whenToSend({
    timeZone,
  }: Contact): Pick<SendMessage, 'schedule' | 'cancelIfContactWrites' | 'postponeQuietHours'> {
    const { later } = this.draft;
    const at = this.laterAt;
    if (!later || at === null) return {};
    const { localTime, cancelIfContactWrites, postponeQuietHours } = later;
    return {
      schedule: timeZone === this.zone ? { localTime } : { at: new Date(at).toISOString() },
      cancelIfContactWrites,
      ...(postponeQuietHours ? { postponeQuietHours } : {}),
    };
  }

  #nextMorning(): string {
    const today = localTime(this.session.now(), this.zone);
    if (today.slice(11) < '09:00') return `${today.slice(0, 10)}T09:00`;
    const tomorrow = new Date(Date.parse(`${today.slice(0, 10)}T00:00Z`) + 86_400_000);
    return `${tomorrow.toISOString().slice(0, 10)}T09:00`;
  }

  #templateErrors(template: TemplateOut | null): FieldErrors {
    const t = this.host.translate;
    if (!template) return { template: t('error_no_template') };
    const problems = validateTemplate(template, this.variablesOf(template), {
      ways: this.decision?.ways ?? [],
    });
    return Object.fromEntries(
      problems.map((problem) => {
        const { field, code } = problem;
        return [
          field.startsWith('variables.') ? field : 'template',
          code === 'variable_missing' || code === 'variable_empty'
            ? t('error_variable_missing', { name: variableLabel(field.slice('variables.'.length)) })
            : describeTemplateProblem(problem, this.host.locale),
        ];
      }),
    );
  }

  #key(contact: Contact): string {
    return `${this.session.me?.workspace.id ?? ''}:${this.session.agentId ?? ''}:${contact.id}`;
  }
}
