import { css } from 'lit';

/** The ground. `all: initial` keeps out what a page's own styles would hand down, whatever they are. */
export const base = css`
  :host {
    display: block;
    block-size: var(--outbound-composer-height, 680px);
  }
  :host([hidden]) {
    display: none;
  }
  .base {
    all: initial;
    color-scheme: inherit;
    visibility: inherit;
    position: relative;
    isolation: isolate;
    box-sizing: border-box;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
    container: composer / inline-size;
    overflow: hidden;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--ink);
    font: 400 14px / 1.45 var(--outbound-composer-font, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
    font-variant-numeric: tabular-nums;
    text-align: start;
    overflow-wrap: anywhere;
    -webkit-font-smoothing: antialiased;
  }
  /* A page that unsets everything makes the element inline, and an inline element has no height to fill. */
  .base.loose {
    block-size: var(--outbound-composer-height, 680px);
  }
  .base *,
  .base *::before,
  .base *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul,
  ol,
  fieldset,
  blockquote,
  legend {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2 {
    font-size: 16px;
    font-weight: 620;
    line-height: 1.3;
    letter-spacing: -0.01em;
  }
  [tabindex='-1']:focus {
    outline: none;
  }
  .muted,
  .hint {
    color: var(--muted);
  }
  .hint {
    font-size: 13px;
  }
  .icon {
    inline-size: 18px;
    block-size: 18px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .icon .filled {
    fill: currentColor;
    stroke: none;
  }
  .icon .cut {
    stroke: var(--surface);
    stroke-width: 2;
  }
  .icon .dots {
    stroke-width: 2;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  mark {
    border-radius: 3px;
    background: var(--mark);
    color: inherit;
  }
  .avatar {
    --tint: var(--accent);
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 36px;
    block-size: 36px;
    border-radius: 50%;
    background: light-dark(
      color-mix(in oklab, var(--tint) 16%, var(--surface)),
      color-mix(in oklab, var(--tint) 34%, var(--surface))
    );
    color: color-mix(in oklab, var(--tint) 70%, var(--ink));
    font-size: 13px;
    font-weight: 620;
    letter-spacing: 0.01em;
  }
  .hue-0 {
    --tint: #4f6bed;
  }
  .hue-1 {
    --tint: #0f9488;
  }
  .hue-2 {
    --tint: #c2571a;
  }
  .hue-3 {
    --tint: #9333c9;
  }
  .hue-4 {
    --tint: #c02863;
  }
  .hue-5 {
    --tint: #5a7d1c;
  }
  .vip {
    display: inline-flex;
    align-items: center;
    gap: 3px;
    color: var(--restricted);
    font-size: 12px;
    font-weight: 560;
  }
  .vip .icon {
    inline-size: 13px;
    block-size: 13px;
    fill: currentColor;
  }
  .pill {
    padding: 1px 8px;
    border-radius: 999px;
    background: color-mix(in oklab, var(--muted) 14%, var(--surface));
    color: var(--ink);
    font-size: 12px;
    font-weight: 560;
  }
  .pill.open {
    background: var(--open-soft);
    color: var(--open);
  }
  .pill.snoozed {
    background: var(--restricted-soft);
    color: var(--restricted);
  }
  .verdict {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    font-size: 12px;
    font-weight: 580;
    white-space: nowrap;
  }
  .mark {
    inline-size: 10px;
    block-size: 10px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.2;
  }
  .mark .filled {
    fill: currentColor;
  }
  .verdict.open,
  .mark.open {
    color: var(--open);
  }
  .verdict.restricted,
  .mark.restricted {
    color: var(--restricted);
  }
  .verdict.blocked,
  .mark.blocked {
    color: var(--blocked);
  }
  .trouble,
  .notice,
  .question {
    display: flex;
    align-items: flex-start;
    gap: 8px;
    padding: 10px 12px;
    border-radius: var(--radius-small);
    font-size: 13px;
  }
  .trouble {
    background: var(--blocked-soft);
    flex-wrap: wrap;
  }
  .trouble p {
    flex: 1 1 180px;
  }
  .trouble .alert {
    color: var(--blocked);
  }
  .notice {
    background: var(--hover);
  }
  .notice .icon {
    color: var(--muted);
    margin-block-start: 1px;
  }
  .question {
    flex-wrap: wrap;
    align-items: center;
    background: var(--restricted-soft);
  }
  .question p {
    flex: 1 1 200px;
    font-weight: 540;
  }
  .connection {
    position: absolute;
    inset-block-end: 12px;
    inset-inline-start: 12px;
    padding: 6px 12px;
    border-radius: 999px;
    background: var(--ink);
    color: var(--surface);
    font-size: 12px;
    box-shadow: var(--shadow);
  }
  @media (forced-colors: active) {
    .mark,
    .verdict {
      forced-color-adjust: preserve-parent-color;
    }
    mark {
      outline: 1px solid Highlight;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .base *,
    .base *::before,
    .base *::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 0.01ms !important;
      scroll-behavior: auto !important;
    }
  }
`;
