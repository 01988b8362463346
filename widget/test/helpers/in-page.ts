import type { OutboundComposer } from '../../src/index.js';
import { until } from './setup.js';

export interface Page {
  window: Window & { violations?: string[] };
  element: OutboundComposer;
  root: ShadowRoot;
}

/** Loads a page of `test/pages` into a frame of its own and waits until the contact is shown. */
export async function loadPage(name: string, query = ''): Promise<Page> {
  const frame = document.createElement('iframe');
  Object.assign(frame.style, {
    position: 'fixed',
    inset: '0',
    width: '900px',
    height: '720px',
    border: '0',
    background: 'white',
  });
  frame.src = new URL(`../pages/${name}.html?${query}`, import.meta.url).href;
  document.body.append(frame);
  const find = () => frame.contentDocument?.querySelector('outbound-composer')?.shadowRoot;
  await until(() => find()?.querySelector('.messages'), `the element on the page ${name}`);
  const root = find()!;
  return { window: frame.contentWindow!, element: root.host as OutboundComposer, root };
}
