import type { ReactiveControllerHost } from 'lit';
import type { ComposerAction } from '../events.js';
import type { Translate } from '../strings/index.js';
import type { Clock } from '../utils/clock.js';
import type { Snippet } from '../utils/fill-snippet.js';

/** What a controller asks of the element around it; a test passes a plain object of this shape. */
export interface Host extends ReactiveControllerHost {
  /** Whether the element is in a page. */
  readonly isConnected: boolean;
  readonly clock: Clock;
  readonly translate: Translate;
  /** BCP 47. */
  readonly locale: string;
  /** Texts the page offers for writing. */
  readonly snippets: readonly Snippet[];
  /** Tells the page that something the agent asked for did not work. */
  fail(error: unknown, during: ComposerAction): void;
  /** Has screen readers say it, politely. */
  say(text: string): void;
  /** Moves the focus to the part of the element with this id, once it is drawn. */
  focus(id: string): void;
  /** Dispatches; false when the page prevented it. */
  emit(event: Event): boolean;
}
