import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Model } from '../model.js';
import { filters } from './filters.js';
import { crossIcon, searchIcon } from './icons.js';
import { resultList } from './result-list.js';
import { searchKey } from './search-key.js';

/** The left-hand side: search box, filters, results. */
export function find(model: Model): TemplateResult {
  const { search, host, session } = model;
  const t = host.translate;
  return html`
    <section class="find" part="find" aria-labelledby="find-heading">
      <h2 id="find-heading" class="visually-hidden" tabindex="-1">${t('find_heading')}</h2>
      <div class="find-top">
        <div class="search">
          ${searchIcon}
          <input
            id="search"
            part="search"
            type="text"
            inputmode="search"
            enterkeyhint="search"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            role="combobox"
            dir="auto"
            aria-label=${t('search')}
            aria-expanded=${search.items.length > 0 ? 'true' : 'false'}
            aria-controls="results"
            aria-autocomplete="list"
            aria-activedescendant=${search.active < 0 ? nothing : `option-${search.active}`}
            placeholder=${t('search_placeholder')}
            .value=${live(search.filters.q)}
            ?disabled=${session.status === 'waiting'}
            @input=${(event: InputEvent) => search.set({ q: (event.target as HTMLInputElement).value })}
            @keydown=${(event: KeyboardEvent) => searchKey(event, model)}
          />
          ${
            search.filters.q === ''
              ? nothing
              : html`<button
                  class="icon-button"
                  type="button"
                  aria-label=${t('search_clear')}
                  @click=${() => {
                    search.set({ q: '' });
                    model.host.focus('search');
                  }}
                >
                  ${crossIcon}
                </button>`
          }
        </div>
        ${filters(model)}
      </div>
      ${resultList(model)}
    </section>
  `;
}
