import { css } from 'lit';

export const contactStyles = css`
  .contact {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
  }
  .contact.empty {
    background: var(--sunken);
  }
  .nothing-open {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 6px;
    block-size: 100%;
    min-block-size: 240px;
    padding: 32px;
    text-align: center;
  }
  .nothing-open .hint {
    max-inline-size: 300px;
    text-wrap: balance;
  }
  .nothing-open-icon {
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    margin-block-end: 8px;
    border-radius: 50%;
    background: var(--surface);
    box-shadow: 0 0 0 1px var(--line);
    color: var(--muted);
  }
  .nothing-open-icon .icon {
    inline-size: 26px;
    block-size: 26px;
  }
  .contact-header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding: 12px var(--pad);
    border-block-end: 1px solid var(--line);
  }
  .contact-who {
    flex: 1 1 130px;
    min-inline-size: 0;
  }
  .contact-facts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 10px;
    font-size: 12.5px;
  }
  .contact-actions {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .contact > .trouble,
  .contact > .question,
  .contact > .notice {
    margin: 12px var(--pad) 0;
  }
  .back:dir(rtl) .icon {
    scale: -1 1;
  }
  .sheet {
    display: grid;
    gap: 10px;
    padding: 12px var(--pad);
    border-block-end: 1px solid var(--line);
    background: var(--sunken);
  }
  .sheet textarea {
    min-block-size: 56px;
  }
  .check {
    display: flex;
    align-items: flex-start;
    gap: 8px;
    font-size: 13px;
  }
  .check input {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    margin-block-start: 1px;
    accent-color: var(--accent);
  }
  .sheet-actions {
    display: flex;
    justify-content: flex-end;
    gap: 8px;
  }
  .sheet-actions.start {
    justify-content: flex-start;
  }
  .channels-title {
    margin-block-end: 6px;
    color: var(--muted);
    font-size: 12px;
    font-weight: 560;
  }
  .channel-list {
    display: grid;
    gap: 6px;
  }
  .channel {
    position: relative;
    display: flex;
    gap: 10px;
    padding: 9px 10px;
    border: 1px solid var(--line);
    border-radius: var(--radius-inner);
    background: var(--surface);
    cursor: pointer;
    transition: border-color 0.12s, background-color 0.12s;
  }
  .channel:hover {
    border-color: var(--line-strong);
  }
  .channel:has(input:checked) {
    border-color: var(--accent-line);
    background: var(--chosen);
    box-shadow: 0 0 0 1px var(--accent-line);
  }
  .channel:has(input:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .channel input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .channel-icon {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 32px;
    block-size: 32px;
    border-radius: var(--radius-small);
    background: color-mix(in oklab, var(--muted) 11%, var(--surface));
  }
  .channel.open .channel-icon {
    background: var(--open-soft);
    color: var(--open);
  }
  .channel.restricted .channel-icon {
    background: var(--restricted-soft);
    color: var(--restricted);
  }
  .channel.blocked .channel-icon {
    color: var(--muted);
  }
  .channel-text {
    flex: 1;
    min-inline-size: 0;
    display: grid;
    align-content: start;
  }
  .channel-line {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 8px;
    flex-wrap: wrap;
    min-inline-size: 0;
    font-size: 12.5px;
  }
  .channel-line .verdict {
    align-items: center;
  }
  .channel-name {
    overflow-wrap: normal;
    font-size: 14px;
    font-weight: 580;
  }
  .channel-address {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .channel-line.what {
    margin-block-start: 2px;
  }
  .countdown {
    white-space: nowrap;
  }
  .channel .countdown {
    color: var(--muted);
  }
  .verdict-panel {
    display: grid;
    gap: 4px;
    padding: 10px 12px;
    border-radius: var(--radius-inner);
    background: var(--hover);
    font-size: 13px;
  }
  .verdict-panel.open {
    background: var(--open-soft);
  }
  .verdict-panel.restricted {
    background: var(--restricted-soft);
  }
  .verdict-panel.blocked {
    background: var(--blocked-soft);
  }
  .verdict-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 10px;
    font-weight: 580;
  }
  .verdict-clock {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    margin-inline-start: auto;
    font-weight: 500;
  }
  .verdict-clock .icon {
    inline-size: 15px;
    block-size: 15px;
  }
  .verdict-clock .countdown::first-letter {
    text-transform: uppercase;
  }
  .verdict-foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 12px;
  }
  .verdict-foot .select {
    margin-inline-start: auto;
    background: none;
    color: var(--muted);
  }
  .verdict-foot select {
    field-sizing: content;
    min-block-size: 24px;
    padding-block: 1px;
  }
  .verdict-facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    color: var(--muted);
    font-size: 12.5px;
  }
  .verdict-facts li + li::before {
    content: '·';
    margin-inline-end: 8px;
  }
  .verdict-more {
    color: var(--muted);
    font-size: 12.5px;
  }
  .verdict-more[open] {
    flex: 1 1 100%;
  }
  .verdict-more summary {
    inline-size: fit-content;
    padding-block: 3px;
    cursor: pointer;
    font-weight: 540;
  }
  .verdict-more ul {
    display: grid;
    gap: 4px;
    padding-block: 4px;
    list-style: disc;
    padding-inline-start: 18px;
  }
  .verdict-more a {
    color: var(--accent);
  }
`;
