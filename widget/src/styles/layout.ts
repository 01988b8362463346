import { css } from 'lit';

/**
 * One side at a time when narrow, two when there is room, and from 1000 px on the channels stand beside the
 * history. Measured on the element, never on the window: a CRM gives it whatever column it has.
 */
export const layout = css`
  .panes {
    flex: 1 1 0;
    min-block-size: 0;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
  }
  .panes > * {
    grid-area: 1 / 1;
  }
  .finding .contact,
  .writing .find {
    display: none;
  }
  .contact-body {
    flex: 1 1 0;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    display: flex;
    flex-direction: column;
  }
  .channels {
    padding: 12px var(--pad);
    flex: none;
  }
  .channel:not(:has(input:checked)) .channel-where {
    display: none;
  }
  .channels-none {
    margin: 12px var(--pad);
    flex: none;
  }
  .history {
    flex: none;
    max-block-size: 420px;
    border-block-start: 1px solid var(--line);
  }
  .compose {
    flex: none;
  }

  @container composer (min-width: 380px) {
    .contact-who {
      flex-basis: 210px;
    }
  }

  @container composer (min-width: 700px) {
    .panes {
      grid-template-columns: minmax(264px, 36%) minmax(0, 1fr);
    }
    .finding .contact,
    .writing .find {
      display: flex;
    }
    .panes > .find {
      grid-area: 1 / 1;
      border-inline-end: 1px solid var(--line);
    }
    .panes > .contact {
      grid-area: 1 / 2;
    }
    .back {
      display: none;
    }
    .contact-body {
      overflow: hidden;
    }
    .channels {
      overflow-y: auto;
      max-block-size: 230px;
    }
    .channel-list {
      grid-template-columns: repeat(auto-fill, minmax(190px, 1fr));
    }
    .contact-body {
      display: grid;
      grid-template: minmax(0, auto) minmax(90px, 1fr) minmax(0, auto) / minmax(0, 1fr);
    }
    .compose {
      grid-row: 3;
    }
    .history {
      min-block-size: 90px;
      max-block-size: none;
    }
    .compose {
      max-block-size: 400px;
      overflow-y: auto;
    }
  }

  @container composer (min-width: 1000px) {
    .panes {
      grid-template-columns: 320px minmax(0, 1fr);
    }
    .contact-body {
      grid-template: 'history channels' minmax(90px, 1fr) 'compose channels' minmax(0, auto) / minmax(0, 1fr) 292px;
    }
    .channels {
      grid-area: channels;
      max-block-size: none;
      border-inline-start: 1px solid var(--line);
    }
    .channel-list {
      grid-template-columns: minmax(0, 1fr);
    }
    .channel:not(:has(input:checked)) .channel-where {
      display: flex;
    }
    .history {
      grid-area: history;
      border-block-start: 0;
    }
    .compose {
      grid-area: compose;
      max-block-size: 430px;
    }
  }
`;
