import type { ContactListItem } from '@outbound-composer/core/contract';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Model } from '../model.js';
import { initials, personName } from '../utils/person.js';
import { ago } from '../utils/time.js';
import { avatar } from './avatar.js';
import { highlighted } from './highlighted.js';
import { channelIcon, starIcon, verdictMark } from './icons.js';
import { searchKey } from './search-key.js';
import { trouble } from './trouble.js';

const CHANNELS_SHOWN = 5;

export function resultList(model: Model): TemplateResult {
  const { search, session, host } = model;
  const t = host.translate;
  const { result } = search;
  return html`
    <div class="results-top" aria-hidden="true">
      <span>${result ? countText(model) : nothing}</span>
      <span class="busy" ?hidden=${!search.loading}></span>
    </div>
    ${
      search.error
        ? trouble({ error: search.error, t, again: () => void search.run() })
        : session.status === 'failed'
          ? trouble({
              error: session.error,
              t,
              again: () => void model.connect(session.backend, model.open.ref),
            })
          : nothing
    }
    <div class="results-scroll" ?inert=${session.status === 'failed'}>
      <div
        id="results"
        class="results"
        part="results"
        role="listbox"
        tabindex="0"
        aria-activedescendant=${search.active < 0 ? nothing : `option-${search.active}`}
        @keydown=${(event: KeyboardEvent) => searchKey(event, model)}
        aria-label=${t('results')}
        aria-busy=${search.loading ? 'true' : 'false'}
      >
        ${repeat(
          search.items,
          ({ id }) => id,
          (item, index) => option(model, item, index),
        )}
      </div>
      ${result?.items.length === 0 ? nothingFound(model) : nothing}
      ${
        result?.nextCursor
          ? html`<button class="button more" type="button" ?disabled=${search.loading} @click=${() => void search.more()}>
              ${t('more')}
            </button>`
          : nothing
      }
      ${!result && session.status === 'waiting' ? html`<p class="hint">${t('waiting_for_token')}</p>` : nothing}
      ${!result && (search.loading || session.status === 'connecting') ? skeleton() : nothing}
    </div>
  `;
}

function countText({ search, host: { translate: t } }: Model): string {
  const { count, capped } = search.result!.total;
  return capped ? t('found_capped', { count }) : t('found', { count });
}

function option(model: Model, item: ContactListItem, index: number): TemplateResult {
  const { search, open, host } = model;
  const t = host.translate;
  const matched = (field: 'email' | 'phone') => item.matches.some((match) => match.field === field);
  const second = matched('phone') ? 'phone' : matched('email') || item.email ? 'email' : 'phone';
  const named = item.firstName || item.lastName;
  return html`<div
    id=${`option-${index}`}
    class="result ${index === search.active ? 'active' : ''}"
    part="result"
    role="option"
    aria-selected=${open.ref !== null && open.contact?.id === item.id ? 'true' : 'false'}
    @click=${() => void model.choose(item.id)}
    @pointermove=${() => {
      if (search.active !== -1 && search.active !== index) search.active = -1;
    }}
  >
    ${avatar(item, initials(item))}
    <div class="result-text">
      <div class="result-line">
        <span class="result-name" dir="auto">
          ${
            named
              ? html`${highlighted(item.firstName, 'firstName', item.matches)} ${highlighted(item.lastName, 'lastName', item.matches)}`
              : personName(item) || t('no_name')
          }
        </span>
        ${item.vip ? html`<span class="vip" title=${item.vip.reason}>${starIcon}<span>${t('vip')}</span></span>` : nothing}
        <span class="result-when">${when(model, item)}</span>
      </div>
      ${
        named || second === 'phone'
          ? html`<div class="result-line muted">
              <bdi class="result-address" dir=${second === 'phone' ? 'ltr' : 'auto'}
                >${highlighted(item[second], second, item.matches)}</bdi
              >
              ${assignee(model, item)}
            </div>`
          : nothing
      }
      ${verdicts(model, item)}
    </div>
  </div>`;
}

function when({ now, host, search }: Model, { conversation }: ContactListItem): string {
  const t = host.translate;
  if (!conversation) return t('no_conversation');
  const { status, closedAt, lastActivityAt } = conversation;
  const shownStatus = search.shownFor?.status === 'any' ? `${t(`status_${status}`)} · ` : '';
  return shownStatus + ago(status === 'closed' && closedAt ? closedAt : lastActivityAt, now, host.locale);
}

function assignee({ session, host }: Model, { conversation }: ContactListItem) {
  if (!conversation) return nothing;
  const { assignee } = conversation;
  const t = host.translate;
  const name =
    assignee === null ? t('unassigned') : assignee.id === session.agentId ? t('you') : assignee.name;
  return html`<span class="result-assignee" dir="auto">${name}</span>`;
}

function verdicts({ host }: Model, { channels }: ContactListItem) {
  if (channels.length === 0) return nothing;
  const t = host.translate;
  const hidden = channels.length - CHANNELS_SHOWN;
  return html`<ul class="dots" role="presentation">
    ${channels.slice(0, CHANNELS_SHOWN).map(({ channel, verdict }) => {
      const text = `${t(`channel_${channel}`)}: ${t(`verdict_${verdict}`)}`;
      return html`<li class="dot" role="presentation" title=${text}>
        ${channelIcon(channel)}${verdictMark(verdict)}<span class="visually-hidden">${text}. </span>
      </li>`;
    })}
    ${hidden > 0 ? html`<li class="dot rest" role="presentation">+${hidden}</li>` : nothing}
  </ul>`;
}

function nothingFound({ search, host: { translate: t } }: Model): TemplateResult {
  const { foundUnder } = search.result!;
  const status = search.shownFor?.status ?? 'any';
  return html`<div class="none">
    <p class="none-title">
      ${status === 'any' || foundUnder.length === 0 ? t('none_found') : t('none_under', { status: t(`status_${status}`) })}
    </p>
    <p class="hint">${foundUnder.length === 0 ? t('none_found_hint') : t('none_under_hint')}</p>
    <div class="none-elsewhere">
      ${foundUnder.map(
        ({ status: other, count, capped }) => html`<button
          class="button"
          type="button"
          @click=${() => search.set({ status: other })}
        >
          ${t('show_elsewhere', { count: `${count}${capped ? '+' : ''}`, status: t(`status_${other}`) })}
        </button>`,
      )}
    </div>
  </div>`;
}

function skeleton(): TemplateResult {
  return html`<div class="skeleton" aria-hidden="true">
    ${[1, 2, 3, 4, 5].map(() => html`<div class="skeleton-row"><i></i><b></b></div>`)}
  </div>`;
}
