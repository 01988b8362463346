import { ada } from '../fixtures/contacts.js';
import { FakeBackend } from '../fixtures/fake-backend.js';
import { NOW } from '../fixtures/world.js';
import { TestClock } from '../helpers/test-clock.js';

// What every page of this folder does: the element as it ships, opened on a contact, in a place of fixed size.
const { standalone } = Object.fromEntries(new URLSearchParams(location.search)) as { standalone?: string };
if (standalone) await import(standalone);
else await import('../../src/define.js');

const place = document.querySelector<HTMLElement>('#place')!;
// Set by script: a page's own rules never reach these, and a policy lets scripts set them.
Object.assign(place.style, {
  position: 'absolute',
  left: '10px',
  top: '10px',
  width: '860px',
  height: '700px',
  display: 'block',
});
const element = document.createElement('outbound-composer');
Object.assign(element, {
  locale: 'en',
  clock: new TestClock(NOW),
  contactId: ada.id,
  backend: new FakeBackend().backend,
});
place.append(element);
