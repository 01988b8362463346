import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Account,
  type ChannelAdapter,
  type ChannelEvent,
  type Outbound,
  type SendOutcome,
  WebhookPayloadError,
  type WebhookRequest,
} from '../../src/channels/adapter.js';

/** Faults that every provider can have, however it is spoken to. */
export type Fault = 'hang' | 'cut';

/** One adapter with a provider on loopback. */
export interface Harness<Settings> {
  readonly adapter: ChannelAdapter<Settings>;
  /** Address of a customer. */
  readonly to: string;
  /** @param over settings that differ, e.g. a short timeout */
  account(over?: Partial<Settings>): Account<Settings>;
  /** Settings under which the provider is a port that nobody listens on, and a name that does not exist. */
  unreachable(): readonly Partial<Settings>[];
  /** The provider has this fault with the next message. */
  fail(fault: Fault): void;
  /** Settles when a message has reached the provider. */
  reached(): Promise<unknown>;
  /** How often a message reached the provider. */
  count(): number;
}

export interface Conformance {
  /** A message kind, what the provider gets and what comes back. */
  readonly sends: readonly {
    readonly title: string;
    readonly message: Partial<Outbound>;
    /** Makes the provider accept, sends, and checks what it got. */
    readonly check: (send: () => Promise<SendOutcome>) => Promise<void>;
  }[];
  /** Each answer of the provider that the error table knows a class for. */
  readonly errors: readonly {
    readonly title: string;
    readonly provoke: () => void;
    readonly outcome: SendOutcome['outcome'];
    readonly reason: string;
    readonly providerCode: string;
    readonly afterMs?: number;
    readonly repeatable?: true;
    readonly consent?: string;
  }[];
  readonly webhook?: {
    /** A genuine call with this body. */
    readonly request: (body: Buffer) => WebhookRequest;
    /** The headers that make it genuine; each is needed. */
    readonly signedBy: readonly string[];
    /** False where the provider sends a shared secret instead of signing the body. */
    readonly signsBody: boolean;
    readonly kinds: readonly {
      readonly title: string;
      readonly body: string;
      readonly events: ChannelEvent[];
    }[];
    readonly malformed: readonly { readonly title: string; readonly body: string }[];
    /** Makes hostile bodies. */
    readonly hostile: fc.Arbitrary<string>;
  };
}

export const TEXT: Outbound = {
  messageId: '0193a1b2-0000-7000-8000-000000000001',
  to: '+491701234567',
  form: 'free_form',
  tag: null,
  content: { kind: 'text', text: 'The fix is out 🎉', subject: null },
  inReplyTo: null,
  references: [],
};

const never = new AbortController().signal;

/** What every adapter must do, whatever the provider. `open` starts the provider for one test file. */
export function conformance<Settings>(
  name: string,
  harness: () => Harness<Settings>,
  { sends, errors, webhook }: Conformance,
): void {
  const send = (over: Partial<Settings> = {}, message: Partial<Outbound> = {}, signal = never) => {
    const { adapter, account, to } = harness();
    return adapter.send(account(over), { ...TEXT, to, ...message }, signal);
  };

  describe(`${name}: sending`, () => {
    for (const { title, message, check } of sends) test(title, () => check(() => send({}, message)));
  });

  describe(`${name}: errors of the provider`, () => {
    for (const { title, provoke, outcome, reason, providerCode, afterMs, repeatable, consent } of errors) {
      test(title, async () => {
        provoke();
        const result = await send();
        expect(result).toMatchObject({ outcome, failure: { reason, providerCode } });
        if (afterMs !== undefined) expect(result).toMatchObject({ afterMs });
        expect('repeatable' in result ? result.repeatable : undefined).toBe(repeatable);
        expect('consent' in result ? result.consent : undefined).toBe(consent);
        expect((result as { failure: { message: string } }).failure.message).toMatch(/^[A-Z].*\.$/);
      });
    }
  });

  describe(`${name}: faults of the way there`, () => {
    test('a provider that cannot be reached took nothing, so the message may be tried again', async () => {
      for (const over of harness().unreachable()) {
        expect(await send(over)).toMatchObject({
          outcome: 'retry',
          failure: { reason: 'provider_unreachable' },
        });
      }
    });

    test('a provider that takes the message and does not answer in time leaves it unknown', async () => {
      harness().fail('hang');
      const result = await send({ timeoutMs: 300 } as unknown as Partial<Settings>);
      expect(result).toMatchObject({
        outcome: 'unknown',
        failure: { reason: 'no_answer', providerCode: 'timeout' },
      });
    });

    test('a connection that breaks after the message was written leaves it unknown', async () => {
      harness().fail('cut');
      expect(await send()).toMatchObject({ outcome: 'unknown', failure: { reason: 'no_answer' } });
    });

    test('a gateway that stops while it waits for the answer leaves the message unknown', async () => {
      harness().fail('hang');
      const stop = new AbortController();
      const reached = harness().reached();
      const sending = send({}, {}, stop.signal);
      await reached;
      stop.abort();
      expect(await sending).toMatchObject({ outcome: 'unknown', failure: { reason: 'no_answer' } });
    });

    test('a gateway that has stopped sends nothing more', async () => {
      const before = harness().count();
      expect(await send({}, {}, AbortSignal.abort())).toMatchObject({
        outcome: 'retry',
        failure: { reason: 'cancelled' },
      });
      expect(harness().count()).toBe(before);
    });
  });

  if (webhook) describe(`${name}: webhook`, () => testWebhook(harness, webhook));
}

function testWebhook<Settings>(
  harness: () => Harness<Settings>,
  { request, signedBy, signsBody, kinds, malformed, hostile }: NonNullable<Conformance['webhook']>,
): void {
  const hook = () => {
    const { webhook } = harness().adapter;
    if (!webhook) throw new Error('The adapter has no webhook.');
    return webhook;
  };
  const parse = async (body: string) => hook().parse(harness().account(), request(Buffer.from(body)));
  const verify = (given: WebhookRequest) => hook().verify(harness().account(), given);
  const genuine = () => request(Buffer.from(kinds[0]?.body ?? ''));

  for (const { title, body, events } of kinds) {
    test(title, async () => expect(await parse(body)).toEqual(events));
  }

  test('a genuine call is believed', () => expect(verify(genuine())).toBe(true));

  test('a call without a signature, or with another one, is not believed', () => {
    for (const header of signedBy) {
      const call = genuine();
      const value = call.headers[header] ?? '';
      const broken = [undefined, '', value.slice(0, -1), `${value}0`, value.replace(/.$/, flip)];
      for (const given of broken) {
        expect(verify({ ...call, headers: { ...call.headers, [header]: given } })).toBe(false);
      }
    }
  });

  if (signsBody) {
    test('a body that was changed by one bit is not believed', () => {
      const call = genuine();
      const body = Buffer.from(call.body);
      body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
      expect(verify({ ...call, body })).toBe(false);
    });
  }

  for (const { title, body } of malformed) {
    test(title, async () => expect(parse(body)).rejects.toThrow(WebhookPayloadError));
  }

  test('a hostile body gives events or a payload error, never a crash', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (body) => {
        try {
          expect(Array.isArray(await parse(body))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(WebhookPayloadError);
        }
      }),
      { numRuns: 100 },
    );
  });
}

function flip(character: string): string {
  return character === '0' ? '1' : '0';
}

/** JSON bodies that share the field names of real ones, with anything as their values. */
export function hostileJson(example: unknown): fc.Arbitrary<string> {
  const values = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.double(), fc.maxSafeInteger());
  const mutate = (value: unknown): fc.Arbitrary<unknown> => {
    if (Array.isArray(value)) return fc.oneof(values, fc.tuple(...value.map(mutate)));
    if (typeof value !== 'object' || value === null) return fc.oneof(values, fc.constant(value));
    const fields = Object.entries(value).map(([key, one]) => [key, mutate(one)] as const);
    return fc.oneof(
      { weight: 1, arbitrary: values },
      { weight: 8, arbitrary: fc.record(Object.fromEntries(fields), { requiredKeys: [] }) },
    );
  };
  return fc.oneof(
    { weight: 9, arbitrary: mutate(example).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.string() },
  );
}
