import { css } from 'lit';

export const findStyles = css`
  .find {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
  }
  .find-top {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap);
    padding: var(--pad) var(--pad) 8px;
  }
  .selects {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .selects .select {
    flex: 1 1 auto;
    max-inline-size: 100%;
  }
  .selects select {
    field-sizing: content;
  }
  .results-top {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: 26px;
    padding: 2px var(--pad) 4px;
    color: var(--muted);
    font-size: 12px;
  }
  .find .trouble {
    margin: 0 var(--pad) 8px;
  }
  .busy {
    inline-size: 14px;
    block-size: 14px;
    border: 2px solid var(--line-strong);
    border-block-start-color: var(--accent);
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  .busy[hidden] {
    visibility: hidden;
    display: block;
    animation: none;
  }
  @keyframes turn {
    to {
      rotate: 360deg;
    }
  }
  .results-scroll {
    flex: 1 1 0;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0 8px 12px;
  }
  .results:focus-visible {
    outline-offset: -2px;
    border-radius: var(--radius-inner);
  }
  .result {
    display: flex;
    gap: 12px;
    padding: var(--row) 8px;
    border-radius: var(--radius-inner);
    cursor: pointer;
    scroll-margin-block: 8px;
  }
  .result:hover {
    background: var(--hover);
  }
  .result.active {
    background: var(--hover);
    box-shadow: inset 0 0 0 2px var(--accent-line);
  }
  .result[aria-selected='true'] {
    background: var(--chosen);
  }
  .result-text {
    flex: 1;
    min-inline-size: 0;
    display: grid;
    gap: 1px;
  }
  .result-line {
    display: flex;
    align-items: baseline;
    gap: 8px;
    min-inline-size: 0;
  }
  .result-line.muted {
    font-size: 13px;
  }
  .result-name {
    font-weight: 580;
  }
  .result-name,
  .result-address {
    min-inline-size: 0;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .result .vip > span {
    position: absolute;
    clip-path: inset(50%);
    inline-size: 1px;
    overflow: hidden;
  }
  .result-when,
  .result-assignee {
    margin-inline-start: auto;
    flex: none;
    max-inline-size: 45%;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    color: var(--muted);
    font-size: 12px;
  }
  .dots {
    display: flex;
    gap: 10px;
    margin-block-start: 5px;
  }
  .dot {
    display: inline-flex;
    align-items: center;
    gap: 3px;
    color: var(--muted);
    font-size: 12px;
  }
  .dot .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .dot .mark {
    inline-size: 9px;
    block-size: 9px;
  }
  .more {
    inline-size: calc(100% - 16px);
    margin: 8px;
  }
  .none {
    display: grid;
    justify-items: center;
    gap: 6px;
    padding: 32px 16px;
    text-align: center;
  }
  .none-title {
    font-weight: 580;
  }
  .none-elsewhere {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px;
    margin-block-start: 8px;
  }
  .results-scroll > .hint {
    padding: 24px 16px;
    text-align: center;
  }
  .skeleton-row {
    display: flex;
    gap: 12px;
    padding: var(--row) 8px;
  }
  .skeleton i,
  .skeleton b {
    border-radius: 999px;
    background: var(--line);
    animation: breathe 1.4s ease-in-out infinite alternate;
  }
  .skeleton i {
    inline-size: 36px;
    block-size: 36px;
  }
  .skeleton b {
    inline-size: 55%;
    block-size: 12px;
    margin-block-start: 6px;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
`;
