import { css } from 'lit';

export const controls = css`
  button,
  input,
  select,
  textarea {
    margin: 0;
    font: inherit;
    letter-spacing: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
    opacity: 0.55;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-block-size: 36px;
    padding: 6px 14px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    background: var(--surface);
    font-weight: 540;
    transition: background-color 0.12s;
  }
  .button:hover:not(:disabled) {
    background: var(--hover);
  }
  .button.small {
    min-block-size: 30px;
    padding: 3px 10px;
    font-size: 13px;
  }
  .button.primary {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 580;
  }
  .button.primary:hover:not(:disabled) {
    background: color-mix(in oklab, var(--accent) 88%, var(--ink));
  }
  .icon-button {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 32px;
    block-size: 32px;
    padding: 0;
    border: 0;
    border-radius: var(--radius-small);
    background: none;
    color: var(--muted);
  }
  .icon-button:hover {
    background: var(--hover);
    color: var(--ink);
  }
  input:not([type='radio'], [type='checkbox']),
  textarea {
    inline-size: 100%;
    min-block-size: 34px;
    padding: 6px 10px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    background: var(--surface);
    line-height: 1.4;
  }
  textarea {
    display: block;
    resize: none;
    field-sizing: content;
    min-block-size: 72px;
    max-block-size: 220px;
  }
  input::placeholder,
  textarea::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  input:not([type='radio'], [type='checkbox']):focus-visible,
  textarea:focus-visible,
  select:focus-visible {
    outline-offset: -1px;
  }
  [aria-invalid='true'] {
    border-color: var(--blocked) !important;
  }
  .field {
    display: grid;
    gap: 4px;
    font-size: 13px;
  }
  .field > span:first-child {
    font-weight: 540;
  }
  .field-error {
    color: var(--blocked);
    font-size: 12.5px;
  }
  .field-error:empty {
    display: none;
  }
  .select {
    position: relative;
    display: inline-flex;
    min-inline-size: 0;
    border-radius: var(--radius-small);
    background: color-mix(in oklab, var(--ink) 5%, var(--surface));
  }
  .select:hover {
    background: color-mix(in oklab, var(--ink) 9%, var(--surface));
  }
  .select .icon {
    position: absolute;
    inset-inline-end: 6px;
    inset-block: 0;
    margin-block: auto;
    inline-size: 16px;
    block-size: 16px;
    color: var(--muted);
    pointer-events: none;
  }
  select {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 30px;
    padding-block: 3px;
    padding-inline: 10px 26px;
    border: 1px solid transparent;
    border-radius: inherit;
    background: none;
    font-size: 13px;
    font-weight: 500;
    text-overflow: ellipsis;
    cursor: pointer;
    appearance: none;
  }
  option {
    background: var(--surface);
    color: var(--ink);
  }
  .segments {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    padding: 2px;
    border-radius: var(--radius-small);
    background: color-mix(in oklab, var(--ink) 6%, var(--surface));
  }
  .segment {
    position: relative;
    flex: 1 1 auto;
    min-inline-size: 0;
    display: block;
    cursor: pointer;
  }
  .segment input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .segment span {
    display: block;
    padding: 4px 5px;
    border-radius: calc(var(--radius-small) - 2px);
    color: var(--muted);
    font-size: 12.5px;
    font-weight: 540;
    text-align: center;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .segment:hover span {
    color: var(--ink);
  }
  .segment input:checked + span {
    background: light-dark(var(--surface), color-mix(in oklab, var(--ink) 18%, var(--surface)));
    color: var(--ink);
    box-shadow: var(--shadow), 0 0 0 1px var(--line);
  }
  .segment input:focus-visible + span {
    outline: 2px solid var(--accent);
    outline-offset: 0;
  }
  .search {
    position: relative;
    display: flex;
    align-items: center;
  }
  .search > .icon {
    position: absolute;
    inset-inline-start: 10px;
    color: var(--muted);
    pointer-events: none;
  }
  .search input:not([type='radio'], [type='checkbox']) {
    min-block-size: 40px;
    padding-inline: 36px 10px;
    font-size: 14px;
  }
  .search:has(.icon-button) input {
    padding-inline-end: 36px !important;
  }
  .search.small input:not([type='radio'], [type='checkbox']) {
    min-block-size: 34px;
  }
  .search .icon-button {
    position: absolute;
    inset-inline-end: 4px;
  }
  @media (forced-colors: active) {
    .segment input:checked + span,
    .result[aria-selected='true'],
    .channel:has(input:checked),
    [aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
  @media (pointer: coarse) {
    .button.small,
    select,
    .segment span {
      min-block-size: 40px;
    }
    .segment span {
      padding-block: 10px;
    }
  }
`;
