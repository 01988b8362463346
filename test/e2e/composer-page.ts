import type { Browser, BrowserContext, ElementHandle, Page } from 'puppeteer-core';
import { inject } from 'vitest';

/** One message as the history shows it. */
export interface ShownMessage {
  readonly text: string;
  readonly direction: 'inbound' | 'outbound';
  readonly status: string;
  /** What stands beside the red mark. */
  readonly trouble: string | null;
}

/** An agent in front of the CRM page. Everything is reached as an agent does: by role and name. */
export class ComposerPage {
  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    /** What the page complained about. */
    readonly complaints: string[],
  ) {}

  static async open(browser: Browser, agent: string): Promise<ComposerPage> {
    const { crm } = inject('demo');
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 1440, height: 1000 });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await context.setCookie({ name: 'agent', value: agent, domain: '127.0.0.1' });
    await page.goto(crm);
    const composer = new ComposerPage(page, context, complaints);
    await composer.settled();
    return composer;
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  // Finding

  async searchFor(text: string): Promise<void> {
    await this.page.locator('::-p-aria([name="Search contacts"][role="combobox"])').fill(text);
    await this.settled();
  }

  async chooseInbox(name: 'Mine' | 'Unassigned' | 'Team' | 'All'): Promise<void> {
    await this.page.locator(`::-p-aria([name="${name}"][role="radio"])`).click();
    await this.settled();
  }

  async chooseStatus(label: 'Closed' | 'Open' | 'Snoozed' | 'Any status'): Promise<void> {
    const value = label === 'Any status' ? 'any' : label.toLowerCase();
    await this.page.locator('::-p-aria([name="Status"][role="combobox"])').fill(value);
    await this.settled();
  }

  /** Names in the list, from top to bottom. */
  results(): Promise<string[]> {
    return this.inside((root) =>
      [...root.querySelectorAll('[role="option"] .result-name')].map((name) => textOf(name)),
    );
  }

  /** What stands where the list would be, when nothing was found. */
  nothingFound(): Promise<string> {
    return this.inside((root) => textOf(root.querySelector('.none')));
  }

  async openResult(name: string): Promise<void> {
    await this.clickOn('[role="option"]', '.result-name', name);
    await this.contactShown(name);
  }

  /** Opens the only result by the keyboard. */
  async openFirstByKeyboard(name: string): Promise<void> {
    await this.page.locator('::-p-aria([name="Search contacts"][role="combobox"])').click();
    await this.page.keyboard.press('ArrowDown');
    await this.page.keyboard.press('Enter');
    await this.contactShown(name);
  }

  async back(): Promise<void> {
    await this.page.locator('::-p-aria([name="Back to the search"][role="button"])').click();
  }

  // One contact

  /** Status and assignee of the conversation, in the words of the page. */
  conversation(): Promise<string> {
    return this.inside((root) => textOf(root.querySelector('.contact-facts')));
  }

  /** What a channel's card says: name, verdict, what fits. */
  channels(): Promise<string[]> {
    return this.inside((root) => [...root.querySelectorAll('label.channel')].map((card) => textOf(card)));
  }

  async chooseChannel(name: string): Promise<void> {
    await this.clickOn('label.channel', '.channel-name', name);
  }

  verdict(): Promise<string> {
    return this.inside((root) => textOf(root.querySelector('.verdict-panel')));
  }

  /** Text of the writing area: what is permitted, or why nothing is. */
  compose(): Promise<string> {
    return this.inside((root) => textOf(root.querySelector('.compose')));
  }

  canWriteText(): Promise<boolean> {
    return this.inside((root) => root.querySelector('textarea#text') !== null);
  }

  // Writing

  async writeText(text: string): Promise<void> {
    await this.page.locator('::-p-aria([name="Text"][role="textbox"])').fill(text);
  }

  async chooseTemplate(name: string): Promise<void> {
    await this.page.locator('::-p-aria([name="Search templates"][role="textbox"])').fill(name);
    await this.clickOn('button.picker-item', '.picker-name', name);
  }

  async fillVariable(name: string, value: string): Promise<void> {
    await this.page.locator(`>>> [id="variables.${name}"]`).fill(value);
  }

  async send(): Promise<void> {
    await this.page.locator('::-p-aria([name="Send"][role="button"])').click();
  }

  async takeOverAndSend(): Promise<void> {
    await this.page.locator('::-p-aria([name="Take over and send"][role="button"])').click();
  }

  /** The history, oldest first. */
  messages(): Promise<ShownMessage[]> {
    return this.inside((root) =>
      [...root.querySelectorAll('article.message')].map((message) => ({
        text: textOf(message.querySelector('.bubble-text')),
        direction: message.classList.contains('inbound') ? ('inbound' as const) : ('outbound' as const),
        status: [...message.classList].find((name) => !/^(?:message|inbound|outbound)$/.test(name)) ?? '',
        trouble: message.querySelector('.message-trouble')
          ? textOf(message.querySelector('.message-trouble'))
          : null,
      })),
    );
  }

  async statusOf(text: string): Promise<string | undefined> {
    return (await this.messages()).find((message) => message.text.includes(text))?.status;
  }

  // Waiting

  /** The list shows what was asked for. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(() => {
      const root = document.querySelector('outbound-composer')?.shadowRoot;
      const list = root?.querySelector('[role="listbox"]');
      const shown = root?.querySelector('[role="option"], .none');
      const busy = root?.querySelector('.busy');
      return (
        list?.getAttribute('aria-busy') === 'false' && !!shown && busy instanceof HTMLElement && busy.hidden
      );
    });
  }

  private async contactShown(name: string): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => {
        const root = document.querySelector('outbound-composer')?.shadowRoot;
        const heading = root?.querySelector('#contact-heading')?.textContent ?? '';
        return (
          heading.replace(/\s+/g, ' ').trim() === wanted && root?.querySelector('.contact-facts') !== null
        );
      },
      {},
      name,
    );
  }

  /** Clicks the one of several whose label begins with the text; waits for it to be there. */
  private async clickOn(selector: string, label: string, text: string): Promise<void> {
    const handle = await this.page.waitForFunction(
      (all, part, wanted) =>
        [...(document.querySelector('outbound-composer')?.shadowRoot?.querySelectorAll(all) ?? [])].find(
          (one) => one.querySelector(part)?.textContent?.replace(/\s+/g, ' ').trim().startsWith(wanted),
        ),
      {},
      selector,
      label,
      text,
    );
    const element = handle.asElement() as ElementHandle<Element> | null;
    await element?.click();
  }

  private inside<T>(read: (root: ShadowRoot) => T): Promise<T> {
    return this.page.evaluate(
      // `read` travels as text, so the helper that it calls is defined where it runs.
      `(() => {
        const textOf = (element) => (element?.textContent ?? '').replace(/\\s+/g, ' ').trim();
        const root = document.querySelector('outbound-composer').shadowRoot;
        return (${read.toString()})(root);
      })()`,
    ) as Promise<T>;
  }
}

declare function textOf(element: Element | null): string;
