import { css } from 'lit';

export const historyStyles = css`
  .history {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
    background: var(--sunken);
  }
  /* Turned around, a scroll box stays at its end: the newest message is seen whatever changes its height. */
  .history-scroll {
    display: flex;
    flex-direction: column-reverse;
    flex: 1 1 auto;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 12px var(--pad);
  }
  .history-scroll:focus-visible {
    outline-offset: -3px;
  }
  .history-content {
    flex: none;
    display: grid;
    min-inline-size: 0;
  }
  .messages {
    display: grid;
    gap: 10px;
  }
  .older {
    justify-self: center;
    margin-block-end: 8px;
  }
  .closing-note {
    margin-block-start: 12px;
    padding: 8px 12px;
    border-inline-start: 3px solid var(--line-strong);
    border-radius: 2px;
    background: var(--surface);
    font-size: 13px;
  }
  .closing-note .muted {
    font-size: 12px;
  }
  .survey-line {
    justify-self: center;
    max-inline-size: min(86%, 520px);
    padding: 6px 12px;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface);
    font-size: 13px;
    text-align: center;
  }
  .survey-line.not_sent,
  .survey-line.unknown {
    border-color: var(--restricted);
  }
  .survey-comment {
    margin-block-start: 4px;
    white-space: pre-wrap;
  }
  .history-empty {
    padding: 16px;
    text-align: center;
  }
  .message-item {
    display: grid;
  }
  .day {
    display: flex;
    align-items: center;
    gap: 10px;
    margin-block: 4px 10px;
    color: var(--muted);
    font-size: 12px;
    font-weight: 540;
  }
  .day::before,
  .day::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--line);
  }
  .message {
    justify-self: start;
    max-inline-size: min(86%, 520px);
    display: grid;
    justify-items: start;
    gap: 3px;
  }
  .message.outbound {
    justify-self: end;
    justify-items: end;
  }
  .bubble {
    padding: 8px 12px;
    border-radius: 14px;
    border-end-start-radius: 4px;
    background: var(--surface);
    box-shadow: 0 0 0 1px var(--line);
  }
  .outbound .bubble {
    border-radius: 14px;
    border-end-end-radius: 4px;
    background: color-mix(in oklab, var(--accent) 13%, var(--surface));
    box-shadow: none;
  }
  .outbound.failed .bubble,
  .outbound.unknown .bubble {
    background: var(--surface);
    box-shadow: 0 0 0 1px var(--blocked);
  }
  .outbound.unknown .bubble {
    box-shadow: 0 0 0 1px var(--restricted);
  }
  .bubble-text {
    white-space: pre-wrap;
  }
  .bubble-kind {
    display: flex;
    align-items: center;
    gap: 4px;
    color: var(--muted);
    font-size: 12px;
  }
  .bubble-kind .icon {
    inline-size: 14px;
    block-size: 14px;
  }
  .message-meta {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 6px;
    color: var(--muted);
    font-size: 12px;
  }
  .message-meta .icon {
    display: block;
    inline-size: 14px;
    block-size: 14px;
  }
  .outcome {
    display: inline-flex;
    align-items: center;
    gap: 3px;
  }
  .message.cancelled .bubble {
    background: none;
    box-shadow: inset 0 0 0 1px var(--line);
    color: var(--muted);
    text-decoration: line-through;
  }
  .message.scheduled .bubble {
    background: none;
    box-shadow: none;
    outline: 1px dashed var(--accent-line);
    outline-offset: -1px;
  }
  .outcome.read {
    color: var(--accent);
  }
  .message-trouble {
    display: flex;
    gap: 8px;
    padding: 8px 10px;
    border-radius: var(--radius-small);
    background: var(--blocked-soft);
    font-size: 13px;
  }
  .message-trouble > div {
    display: grid;
    justify-items: start;
    gap: 6px;
  }
  .message-trouble > .icon {
    color: var(--blocked);
  }
  .message-trouble.unknown {
    background: var(--restricted-soft);
  }
  .message-trouble.unknown > .icon {
    color: var(--restricted);
  }
`;
