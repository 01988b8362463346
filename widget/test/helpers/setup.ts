import '../../src/define.js';
import type { OutboundComposer } from '../../src/index.js';
import { FakeBackend } from '../fixtures/fake-backend.js';
import { NOW } from '../fixtures/world.js';
import { TestClock } from './test-clock.js';
import { type Screen, screenOf } from './testing-library.js';

export interface Mounted {
  element: OutboundComposer;
  fake: FakeBackend;
  clock: TestClock;
  screen: Screen;
  /** The contacts in the list; the options of a select are none. */
  contacts(): HTMLElement[];
  /** The focused element inside the shadow root. */
  focused(): Element | null;
  /** What the polite live region says. */
  said(): string;
}

interface Options {
  fake?: FakeBackend;
  /** Set before the element is in the page. */
  properties?: Partial<OutboundComposer>;
  /** Pixels. */
  width?: number;
}

/** Puts an element on the page, against a backend in memory and with a clock that stands still. */
export async function mount({
  fake = new FakeBackend(),
  properties = {},
  width = 1200,
}: Options = {}): Promise<Mounted> {
  const box = document.createElement('div');
  box.style.width = `${width}px`;
  document.body.append(box);
  const element = document.createElement('outbound-composer');
  const clock = new TestClock(NOW);
  Object.assign(element, { locale: 'en', clock, backend: fake.backend, ...properties });
  box.append(element);
  await element.updateComplete;
  const root = element.shadowRoot!;
  const screen = screenOf(root.querySelector<HTMLElement>('.base')!);
  return {
    element,
    fake,
    clock,
    screen,
    contacts: () => screenOf(screen.getByRole('listbox', { name: 'Contacts' })).queryAllByRole('option'),
    focused: () => root.activeElement,
    said: () => root.querySelector('[aria-live="polite"]')?.textContent ?? '',
  };
}

/** For `afterEach`: an empty page, no drafts, no recently used templates. */
export function cleanUp(): void {
  document.body.replaceChildren();
  sessionStorage.clear();
  localStorage.clear();
}

/** Finds a contact by typing and opens it with the keyboard. */
export async function openContact({ screen, clock }: Mounted, name: string): Promise<void> {
  await type(screen, name);
  clock.advance(200);
  (await screen.findByRole('option', { name: new RegExp(name) })).click();
  await screen.findByRole('heading', { name: new RegExp(name), level: 2 });
}

async function type(screen: Screen, text: string): Promise<void> {
  fill(await screen.findByRole('combobox', { name: 'Search contacts' }), text);
}

/** Replaces the text of a field as typing would. */
export function fill(field: HTMLElement, text: string): void {
  const input = field as HTMLInputElement;
  input.focus();
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

export function press(target: Element, key: string, init: KeyboardEventInit = {}): void {
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init }),
  );
}

/** Waits for a condition; fails with what was waited for. */
export async function until(condition: () => unknown, what: string): Promise<void> {
  const end = performance.now() + 4000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Waited in vain for: ${what}`);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
