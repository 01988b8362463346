import { expect } from 'chai';
import { FakeBackend } from './fixtures/fake-backend.js';
import { cleanUp, fill, until } from './helpers/setup.js';
import { screenOf } from './helpers/testing-library.js';

interface Example {
  mount(target: HTMLElement): {
    show(props: {
      contactId: string;
      backend: FakeBackend['backend'];
      mayLeave?: (text: string) => boolean;
    }): void;
    unmount(): void;
  };
}

// Both are built from `examples/` before the tests run.
const load = (framework: string): Promise<Example> => import(`../.cache/examples/${framework}.js`);

for (const framework of ['react', 'vue']) {
  describe(`the example for ${framework === 'react' ? 'React' : 'Vue'}`, () => {
    afterEach(cleanUp);

    async function show() {
      const fake = new FakeBackend();
      const target = document.createElement('div');
      document.body.append(target);
      const app = (await load(framework)).mount(target);
      const contactNamed = (name: string) => fake.contacts.find(({ firstName }) => firstName === name)!.id;
      const composer = () => target.querySelector('outbound-composer')!;
      const inside = () => screenOf(composer().shadowRoot!.querySelector<HTMLElement>('.base')!);
      const heading = async (name: RegExp) => {
        await until(() => composer()?.shadowRoot?.querySelector('.base'), 'the element');
        await inside().findByRole('heading', { name, level: 2 });
      };
      const write = async (text: string) => {
        fill(await inside().findByRole('textbox', { name: 'Text' }), text);
        inside().getByRole('button', { name: 'Send' }).click();
      };
      return { fake, target, app, contactNamed, heading, write };
    }

    it('opens on the contact of the page, and follows when that changes', async () => {
      const { fake, app, contactNamed, heading } = await show();
      const { backend } = fake;
      app.show({ backend, contactId: contactNamed('Dina') });
      await heading(/Dina/);
      app.show({ backend, contactId: contactNamed('Bo') });
      await heading(/Bo/);
      app.unmount();
    });

    it('hears of what was sent, and can keep a message from leaving', async () => {
      const { fake, target, app, contactNamed, heading, write } = await show();
      const asked: string[] = [];
      const mayLeave = (text: string) => {
        asked.push(text);
        return !text.includes('secret');
      };
      app.show({ backend: fake.backend, contactId: contactNamed('Dina'), mayLeave });
      await heading(/Dina/);
      await write('the secret');
      await until(() => asked.length === 1, 'the question');
      expect(fake.callsOf('sendMessage')).to.deep.equal([]);
      await write('the news');
      await until(
        () => target.querySelector('[role=status]')!.textContent === 'Sent by messenger: queued.',
        'the line of what was sent',
      );
      expect(asked).to.deep.equal(['the secret', 'the news']);
      app.unmount();
    });
  });
}
