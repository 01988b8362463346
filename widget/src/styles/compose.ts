import { css } from 'lit';

export const composeStyles = css`
  .compose {
    display: grid;
    gap: 10px;
    min-inline-size: 0;
    padding: 12px var(--pad) 0;
    border-block-start: 1px solid var(--line);
    background: var(--surface);
  }
  .later {
    display: grid;
    gap: 6px;
    padding: 10px 12px;
    border: 1px solid var(--line);
    border-radius: var(--radius-inner);
  }
  .later .field {
    max-inline-size: 260px;
  }
  .later .hint {
    font-size: 12.5px;
  }
  .later-toggle {
    flex: none;
    margin-inline-start: auto;
    padding-inline: 9px;
  }
  .later-toggle[aria-pressed='true'] {
    border-color: var(--accent-line);
    background: var(--chosen);
    color: var(--accent);
  }
  .undo {
    display: flex;
    align-items: center;
    gap: 10px;
    padding-block: 6px;
    padding-inline: 12px 6px;
    border-radius: var(--radius-small);
    background: var(--chosen);
    font-size: 13px;
    font-weight: 540;
  }
  @media (forced-colors: active) {
    progress {
      forced-color-adjust: none;
      background: CanvasText;
    }
    progress::-webkit-progress-bar {
      background: Canvas;
      box-shadow: inset 0 0 0 1px CanvasText;
    }
    progress::-webkit-progress-value {
      background: Highlight;
    }
  }
  .undo .button {
    flex: none;
    white-space: nowrap;
  }
  progress {
    flex: 1;
    min-inline-size: 24px;
    block-size: 4px;
    border: 0;
    border-radius: 2px;
    background: var(--line);
    appearance: none;
  }
  progress::-webkit-progress-bar {
    border-radius: 2px;
    background: var(--line);
  }
  progress::-webkit-progress-value {
    border-radius: 2px;
    background: var(--accent);
  }
  progress::-moz-progress-bar {
    border-radius: 2px;
    background: var(--accent);
  }
  .write,
  .write-fields {
    display: grid;
    gap: 10px;
    min-inline-size: 0;
  }
  .write > .segments {
    justify-self: start;
  }
  .write > .segments span {
    min-inline-size: 76px;
  }
  .snippets .select {
    max-inline-size: 100%;
  }
  .subject {
    grid-template-columns: auto 1fr;
    align-items: center;
    gap: 10px;
  }
  .text-foot {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    margin-block-start: -4px;
    font-size: 12px;
  }
  .text-foot:not(:has(span, .field-error:not(:empty))) {
    display: none;
  }
  .counter {
    display: flex;
    gap: 10px;
    margin-inline-start: auto;
    color: var(--muted);
  }
  .counter .over {
    color: var(--blocked);
    font-weight: 580;
  }
  .compose::after {
    content: '';
    block-size: 4px;
  }
  .write-bottom {
    position: sticky;
    inset-block-end: 0;
    margin-block: -4px -12px;
    padding-block: 4px 12px;
    background: var(--surface);
    display: flex;
    align-items: center;
    justify-content: flex-end;
    flex-wrap: wrap;
    gap: 8px 12px;
  }
  .write-bottom[hidden] {
    display: none;
  }
  .write-bottom .hint {
    flex: 1 1 170px;
    font-size: 12.5px;
    text-wrap: pretty;
  }
  .send {
    flex: none;
  }
  .send:dir(rtl) .icon {
    scale: -1 1;
  }
  .shut {
    display: grid;
    gap: 8px;
  }
  .shut-others {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .kept {
    display: grid;
    justify-items: start;
    gap: 8px;
    padding: 10px 12px;
    border: 1px dashed var(--line-strong);
    border-radius: var(--radius-inner);
    font-size: 13px;
  }
  .kept blockquote {
    max-block-size: 96px;
    inline-size: 100%;
    overflow-y: auto;
    padding-inline-start: 10px;
    border-inline-start: 3px solid var(--line-strong);
    white-space: pre-wrap;
  }
  .picker-top {
    display: flex;
    gap: 8px;
  }
  .picker-top .search {
    flex: 1;
  }
  .picker {
    max-block-size: 176px;
    overflow-y: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius-inner);
  }
  .picker-title {
    padding: 8px 12px 2px;
    color: var(--muted);
    font-size: 12px;
    font-weight: 560;
  }
  .picker-item {
    display: grid;
    gap: 1px;
    inline-size: 100%;
    padding: 8px 12px;
    border: 0;
    background: none;
    text-align: start;
  }
  .picker-list:not(:last-child),
  .picker-list li + li {
    border-block-start: 1px solid var(--line);
  }
  .picker-list:not(:last-child) {
    border-block-start: 0;
  }
  .picker-item:hover {
    background: var(--hover);
  }
  .picker-item:focus-visible {
    outline-offset: -2px;
  }
  .picker-name {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 8px;
    font-weight: 560;
  }
  .picker-name .muted {
    font-size: 12px;
    font-weight: 400;
  }
  .picker-body {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    font-size: 13px;
  }
  .template-chosen {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  .template-chosen .muted {
    margin-inline-start: 6px;
    font-size: 12.5px;
  }
  .template-fill {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
  }
  .variables {
    flex: 1 1 180px;
    display: grid;
    align-content: start;
    gap: 8px;
  }
  .variables .field > span:first-child::first-letter {
    text-transform: uppercase;
  }
  .preview {
    flex: 1 1 220px;
    display: grid;
    align-content: start;
    gap: 6px;
    padding: 12px;
    border-radius: var(--radius-inner);
    background: var(--sunken);
  }
  .preview .bubble {
    background: var(--surface);
    box-shadow: var(--shadow), 0 0 0 1px var(--line);
  }
  .preview-header {
    font-weight: 620;
  }
  .preview-footer {
    margin-block-start: 4px;
    color: var(--muted);
    font-size: 12px;
  }
  .preview-buttons {
    display: grid;
    gap: 4px;
  }
  .preview-buttons li {
    padding: 6px;
    border-radius: var(--radius-small);
    background: var(--surface);
    box-shadow: 0 0 0 1px var(--line);
    color: var(--accent);
    font-size: 13px;
    font-weight: 540;
    text-align: center;
  }
  .gap {
    padding: 0 4px;
    border-radius: 4px;
    background: var(--restricted-soft);
    color: var(--restricted);
    font-weight: 560;
  }
`;
