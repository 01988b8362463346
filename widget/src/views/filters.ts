import { html, nothing, type TemplateResult } from 'lit';
import type { ChannelFilter, Inbox, Sort, StatusFilter } from '../controllers/search.js';
import type { Model } from '../model.js';
import { segments, select } from './controls.js';

const INBOXES: readonly Inbox[] = ['mine', 'unassigned', 'team', 'all'];
const STATUSES: readonly StatusFilter[] = ['closed', 'open', 'snoozed', 'any'];
const SORTS: readonly Sort[] = ['recently_closed', 'last_activity', 'name', 'window_closing'];

export function filters({ search, session, host: { translate: t } }: Model): TemplateResult {
  const { inbox, status, channel, sort } = search.filters;
  return html`
    ${
      session.onlyMine
        ? nothing
        : segments({
            legend: t('inbox'),
            name: 'inbox',
            value: inbox,
            options: INBOXES.map((name) => [name, t(`inbox_${name}`)]),
            onChange: (value) => search.set({ inbox: value as Inbox }),
          })
    }
    <div class="selects">
      ${select({
        label: t('status'),
        value: status,
        options: STATUSES.map((name) => [name, t(`status_${name}`)]),
        onChange: (value) => search.set({ status: value as StatusFilter }),
      })}
      ${
        session.channels.length < 2
          ? nothing
          : select({
              label: t('channel'),
              value: channel,
              options: [
                ['any', t('channel_any')],
                ...session.channels.map((name) => [name, t(`channel_${name}`)] as const),
              ],
              onChange: (value) => search.set({ channel: value as ChannelFilter }),
            })
      }
      ${select({
        label: t('sort'),
        value: sort,
        options: SORTS.map((name) => [name, t(`sort_${name}`)]),
        onChange: (value) => search.set({ sort: value as Sort }),
      })}
    </div>
  `;
}
