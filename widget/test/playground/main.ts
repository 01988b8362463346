import '../../src/define.js';
import type { Clock } from '../../src/index.js';
import { FakeBackend } from '../fixtures/fake-backend.js';
import { NOW } from '../fixtures/world.js';

// The element against a backend in memory, at an instant that stands still: `?dark&locale=de&dir=rtl&contact=…`.
const query = new URLSearchParams(location.search);
document.documentElement.classList.toggle('dark', query.has('dark'));
document.documentElement.dir = query.get('dir') ?? 'ltr';

const clock: Clock = {
  now: () => NOW,
  after: (ms, callback) => (ms < 1000 ? setTimeout(callback, ms) : null),
  cancel: (timer) => clearTimeout(timer as number),
};
const fake = new FakeBackend();
const element = document.querySelector('outbound-composer')!;
element.clock = clock;
element.locale = query.get('locale') ?? 'en';
element.snippets = [
  { title: 'Greeting', text: 'Hello {{contact.first_name | "there"}},' },
  { title: 'Parcel found', text: 'your parcel {{contact.parcel}} was found.' },
];
fake.locale = element.locale;
element.density = query.get('density') === 'compact' ? 'compact' : 'comfortable';
element.contactId = query.get('contact') ?? '';
element.backend = fake.backend;
Object.assign(window, { fake });
