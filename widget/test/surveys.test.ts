import type { Survey } from '@outbound-composer/core/contract';
import { expect } from 'chai';
import { NOW } from './fixtures/world.js';
import { expectAccessible } from './helpers/accessible.js';
import { cleanUp, mount, openContact, until } from './helpers/setup.js';

const at = (minutesAgo: number) => new Date(NOW - minutesAgo * 60_000).toISOString();

const survey = (contactId: string, given: Partial<Survey>): Survey => ({
  id: crypto.randomUUID(),
  contactId,
  conversationId: contactId,
  origin: 'closing',
  status: 'sent',
  reason: null,
  agent: { id: contactId, name: 'Grace Hopper' },
  question: 'How satisfied are you with our help?',
  scale: 5,
  channel: 'whatsapp',
  messageId: null,
  score: null,
  comment: null,
  answeredIn: null,
  createdAt: at(20),
  dueAt: at(10),
  askedAt: at(10),
  expiresAt: null,
  answeredAt: null,
  ...given,
});

describe('surveys in the history', () => {
  afterEach(cleanUp);

  it('say that one was answered, about whom and with what words, and why one was not sent', async () => {
    const mounted = await mount();
    const { screen, fake, element } = mounted;
    const ada = fake.contacts.find(({ firstName }) => firstName === 'Ada')!;
    fake.surveys = [
      survey(ada.id, { status: 'answered', score: 4, comment: 'Quick help' }),
      survey(ada.id, {
        status: 'not_sent',
        askedAt: null,
        dueAt: at(5),
        reason: { code: 'cooldown', message: 'The contact was asked less than 7 days ago.' },
      }),
    ];
    await openContact(mounted, 'Ada');
    await screen.findByText(/Survey answered: 4 of 5\./);
    screen.getByText('For Grace Hopper.');
    screen.getByText('Quick help');
    screen.getByText('Survey not sent. The contact was asked less than 7 days ago.');
    await expectAccessible(element);
    const lines = [...element.shadowRoot!.querySelectorAll('.survey-line')];
    expect(lines.map(({ className }) => className)).to.deep.equal([
      'survey-line answered',
      'survey-line not_sent',
    ]);
  });

  it('change as the answer comes', async () => {
    const mounted = await mount();
    const { screen, fake } = mounted;
    const ada = fake.contacts.find(({ firstName }) => firstName === 'Ada')!;
    const sent = survey(ada.id, {});
    fake.surveys = [sent];
    await openContact(mounted, 'Ada');
    await screen.findByText('Survey sent, not answered yet.');
    fake.surveys = [{ ...sent, status: 'answered', score: 5 }];
    fake.emit({ type: 'survey.changed', contactId: ada.id, surveyId: sent.id, status: 'answered' });
    await screen.findByText(/Survey answered: 5 of 5\./);
    await until(() => screen.queryByText('Survey sent, not answered yet.') === null, 'the old line to go');
  });
});
