import { smsSegments } from '@outbound-composer/core/sms';
import fc from 'fast-check';
import smpp, { type PDU } from 'smpp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ChannelEvent } from '../../src/channels/adapter.js';
import { smsAdapter } from '../../src/channels/sms/index.js';
import { smppAdapter } from '../../src/channels/sms/smpp/index.js';
import { partsOf } from '../../src/channels/sms/smpp/parts.js';
import { conformance, type Harness, TEXT } from './conformance.js';
import { closedPort } from './fake-provider.js';
import { type Smsc, startSmsc } from './smsc.js';

let now = Date.parse('2026-11-24T12:00:00Z');
const adapter = smppAdapter(() => now);
type Settings = ReturnType<typeof adapter.settings.parse>;
const base = {
  provider: 'smpp',
  host: '127.0.0.1',
  systemId: 'acme',
  password: 'secret',
  from: '+4930123456',
};
const TO = '+491701234567';
const never = new AbortController().signal;

let smsc: Smsc;
let closed = 0;
beforeAll(async () => {
  smsc = await startSmsc();
  closed = await closedPort();
});
afterAll(async () => {
  await adapter.close?.();
  await smsc.close();
});

const accounts = new Map<string, ReturnType<Harness<Settings>['account']>>();
const harness: Harness<Settings> = {
  adapter,
  to: TO,
  account(over = {}) {
    const id = JSON.stringify(over);
    const account = accounts.get(id) ?? {
      id,
      key: 'sms',
      settings: adapter.settings.parse({ ...base, port: smsc.port, ...over }),
    };
    accounts.set(id, account);
    return account;
  },
  unreachable: () => [{ port: closed }, { host: 'smsc.invalid' }],
  fail: (fault) => smsc.will(fault),
  reached: () => smsc.nextSubmit(),
  count: () => smsc.submits.length,
};

/** The bytes of a submitted text, with its header if it has one, and the text as a phone would show it. */
function shown(pdu: PDU | undefined): { text: string; header: number[] } {
  const { message = '', udh = [] } = pdu?.short_message ?? { message: '' };
  return { text: String(message), header: [...(udh[0] ?? [])] };
}

conformance('SMS by SMPP', () => harness, {
  sends: [
    {
      title: 'a text in the carrier’s alphabet leaves as it is, with a receipt asked for',
      message: { content: { kind: 'text', text: 'Grüße [€]', subject: null } },
      async check(send) {
        smsc.will({ id: 'abc-1' });
        expect(await send()).toEqual({ outcome: 'accepted', providerId: 'abc-1' });
        expect(smsc.submits.at(-1)).toMatchObject({
          source_addr_ton: 1,
          source_addr_npi: 1,
          source_addr: '4930123456',
          dest_addr_ton: 1,
          dest_addr_npi: 1,
          destination_addr: '491701234567',
          data_coding: 0,
          esm_class: 0,
          registered_delivery: 1,
        });
        expect(shown(smsc.submits.at(-1)).text).toBe('Grüße [€]');
        expect(smsc.binds.at(-1)).toMatchObject({ system_id: 'acme', password: 'secret' });
      },
    },
    {
      title: 'a text with other characters leaves as UCS-2',
      message: {},
      async check(send) {
        expect(await send()).toMatchObject({ outcome: 'accepted' });
        expect(smsc.submits.at(-1)).toMatchObject({ data_coding: 8, esm_class: 0 });
        expect(shown(smsc.submits.at(-1)).text).toBe('The fix is out 🎉');
      },
    },
    {
      title: 'a long text leaves in parts that name each other, a receipt asked for the last',
      message: { content: { kind: 'text', text: 'a'.repeat(400), subject: null } },
      async check(send) {
        smsc.will({ id: 'p1' }, { id: 'p2' }, { id: 'p3' });
        expect(await send()).toEqual({ outcome: 'accepted', providerId: 'p3' });
        const parts = smsc.submits.slice(-3);
        expect(parts.map((pdu) => shown(pdu).header)).toEqual([1, 2, 3].map((n) => [0, 3, 1, 3, n]));
        expect(parts.map((pdu) => shown(pdu).text.length)).toEqual([153, 153, 94]);
        expect(parts.map(({ registered_delivery }) => registered_delivery)).toEqual([0, 0, 1]);
        expect(parts.every(({ esm_class }) => esm_class === 0x40)).toBe(true);
      },
    },
    {
      title: 'a long text of which only a part was taken is neither sent nor unsent',
      message: { content: { kind: 'text', text: 'a'.repeat(200), subject: null } },
      async check(send) {
        smsc.will({ id: 'p1' }, { status: 0x58 });
        expect(await send()).toMatchObject({
          outcome: 'unknown',
          failure: { reason: 'provider_error', providerCode: '0x00000058' },
        });
        smsc.will({ id: 'p1' }, 'cut');
        expect(await send()).toMatchObject({ outcome: 'unknown', failure: { reason: 'no_answer' } });
      },
    },
  ],
  errors: (
    [
      ['too many messages a second', 0x58, 'retry', 'rate_limited', 1_000],
      ['a full queue', 0x14, 'retry', 'rate_limited', 5_000],
      ['a carrier with a fault of its own', 0x08, 'retry', 'provider_busy', 5_000],
      ['a number that is none', 0x0b, 'rejected', 'recipient_unreachable', undefined],
      ['a sender that is not ours', 0x0a, 'rejected', 'account_restricted', undefined],
      ['a submission that fails', 0x45, 'rejected', 'provider_error', undefined],
      ['a status that the table does not know', 0x4ff, 'rejected', 'request_refused', undefined],
    ] as const
  ).map(([what, status, outcome, reason, afterMs]) => ({
    title: `${what} is ${outcome === 'retry' ? 'tried again' : 'refused'} by its own name`,
    provoke: () => smsc.will({ status }),
    outcome,
    reason,
    providerCode: `0x${status.toString(16).padStart(8, '0')}`,
    ...(afterMs === undefined ? {} : { afterMs }),
  })),
});

describe('SMS by SMPP: parts of a text', () => {
  test('are as many as core counts, fit, and give the text again, whatever it is', () => {
    const gsm = fc.string({
      unit: fc.constantFrom(
        ...'@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà^{}\\[~]|€',
      ),
      maxLength: 700,
    });
    const any = fc.string({ unit: 'grapheme', maxLength: 400 }).map((text) => text.replaceAll('\0', ''));
    fc.assert(
      fc.property(fc.oneof(gsm, any), (text) => {
        const { dataCoding, parts } = partsOf(text, 7);
        const { segments, encoding } = smsSegments(text);
        expect(parts.length).toBe(Math.max(1, segments));
        const coding = encoding === 'GSM-7' ? smpp.encodings.ASCII : smpp.encodings.UCS2;
        expect(dataCoding).toBe(encoding === 'GSM-7' ? 0 : 8);
        const bodies = parts.length === 1 ? parts : parts.map((part) => part.subarray(6));
        const [whole, each] = encoding === 'GSM-7' ? [160, 153] : [140, 134];
        for (const body of bodies) expect(body.length).toBeLessThanOrEqual(parts.length === 1 ? whole : each);
        expect(bodies.map((body) => coding.decode(body)).join('')).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test('never cut a character in two', () => {
    const euro = partsOf(`${'a'.repeat(152)}€${'b'.repeat(10)}`, 1).parts.map((part) => part.subarray(6));
    expect(euro.map((part) => smpp.encodings.ASCII.decode(part))).toEqual([
      'a'.repeat(152),
      `€${'b'.repeat(10)}`,
    ]);
    const party = partsOf(`${'я'.repeat(66)}🎉${'я'.repeat(10)}`, 1).parts.map((part) => part.subarray(6));
    expect(party.map((part) => smpp.encodings.UCS2.decode(part))).toEqual([
      'я'.repeat(66),
      `🎉${'я'.repeat(10)}`,
    ]);
  });
});

describe('SMS by SMPP: the connection', () => {
  test('stays for many messages, and is made again after it broke', async () => {
    const before = smsc.binds.length;
    const account = harness.account({ systemType: 'stays' });
    const send = () => adapter.send(account, { ...TEXT, to: TO }, never);
    await send();
    await send();
    expect(smsc.binds.length - before).toBe(1);
    smsc.will('cut');
    expect(await send()).toMatchObject({ outcome: 'unknown' });
    expect(await send()).toMatchObject({ outcome: 'accepted' });
    expect(smsc.binds.length - before).toBe(2);
  });

  test('is made once for messages that leave together', async () => {
    const before = smsc.binds.length;
    const account = harness.account({ systemType: 'together' });
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => adapter.send(account, { ...TEXT, to: TO }, never)),
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(smsc.binds.length - before).toBe(1);
  });

  test('that the carrier refuses is the operator’s matter, or one of waiting', async () => {
    for (const [status, outcome, reason] of [
      [0x0e, 'rejected', 'credentials_refused'],
      [0x0f, 'rejected', 'credentials_refused'],
      [0x0d, 'retry', 'provider_busy'],
    ] as const) {
      smsc.willBind(status);
      const account = harness.account({ systemType: `bind-${status}` });
      expect(await adapter.send(account, { ...TEXT, to: TO }, never)).toMatchObject({
        outcome,
        failure: { reason },
      });
    }
  });
});

describe('SMS by SMPP: what the carrier hands over', () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function listening(over: object = {}) {
    const own = smppAdapter(() => now);
    const centre = await startSmsc();
    const events: ChannelEvent[] = [];
    const faults: unknown[] = [];
    const failing: Error[] = [];
    const abort = new AbortController();
    const settings = own.settings.parse({ ...base, port: centre.port, ...over });
    const inbox = {
      async take(taken: readonly ChannelEvent[]) {
        const error = failing.shift();
        if (error) throw error;
        events.push(...taken);
      },
      failed: (error: unknown) => void faults.push(error),
    };
    const ended = own.listen?.({ id: 'a', key: 'sms', settings }, inbox, abort.signal);
    const stop = async () => {
      abort.abort();
      await ended;
      await own.close?.();
      await centre.close();
    };
    stops.push(stop);
    await centre.bound();
    return { centre, events, faults, failing, stop };
  }
  const mo = (text: string | Buffer, more: object = {}) => ({
    source_addr_ton: 1,
    source_addr_npi: 1,
    source_addr: '491701234567',
    destination_addr: '4930123456',
    short_message: text,
    ...more,
  });
  const received = (text: string) => ({
    type: 'message',
    providerId: expect.stringMatching(/^[0-9a-f]{64}$/),
    from: TO,
    name: null,
    at: now,
    opener: 'message',
    content: { kind: 'text', text },
  });
  const part = (body: string, reference: number, total: number, number: number) =>
    Buffer.concat([Buffer.from([5, 0, 3, reference, total, number]), smpp.encodings.ASCII.encode(body)]);
  const receipt = (stat: string, id = 'abc-1', err = '000') =>
    mo(
      `id:${id} sub:001 dlvrd:001 submit date:2611241200 done date:2611241201 stat:${stat} err:${err} text:x`,
      {
        esm_class: 4,
      },
    );

  test('a customer’s text, and a word that opts out', async () => {
    const { centre, events } = await listening({ stopWords: ['stopp'] });
    expect(await centre.deliver(mo('Danke € 🎉', { data_coding: 8 }))).toBe(0);
    expect(await centre.deliver(mo('Stopp'))).toBe(0);
    expect(events).toEqual([
      received('Danke € 🎉'),
      received('Stopp'),
      { type: 'consent', from: TO, change: 'opted_out', at: now },
    ]);
  });

  test('a text again within the minute, because our answer was lost, is the same message', async () => {
    const { centre, events } = await listening();
    await centre.deliver(mo('Hallo'));
    await centre.deliver(mo('Hallo'));
    now += 60_000;
    await centre.deliver(mo('Hallo'));
    const ids = events.map((event) => ('providerId' in event ? event.providerId : null));
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  test('a long text in parts, in any order, by header or by SAR fields', async () => {
    const { centre, events } = await listening();
    await centre.deliver(mo(part('two', 9, 2, 2), { esm_class: 0x40 }));
    expect(events).toEqual([]);
    await centre.deliver(mo(part('one ', 9, 2, 1), { esm_class: 0x40 }));
    const sar = (number: number) => ({
      sar_msg_ref_num: 77,
      sar_total_segments: 2,
      sar_segment_seqnum: number,
    });
    await centre.deliver(mo('three ', sar(1)));
    await centre.deliver(mo('four', sar(2)));
    expect(events).toEqual([received('one two'), received('three four')]);
  });

  test('what could not be written down is delivered again, a long text with its parts', async () => {
    const { centre, events, failing } = await listening();
    await centre.deliver(mo(part('one ', 9, 2, 1), { esm_class: 0x40 }));
    failing.push(new Error('the database is away'));
    const last = mo(part('two', 9, 2, 2), { esm_class: 0x40 });
    expect(await centre.deliver(last)).toBe(0x64);
    expect(events).toEqual([]);
    expect(await centre.deliver(last)).toBe(0);
    expect(events).toEqual([received('one two')]);
  });

  test('a text whose other parts never come is kept when the gateway stops', async () => {
    const { centre, events, stop } = await listening();
    await centre.deliver(mo(part('the end', 9, 2, 2), { esm_class: 0x40 }));
    stops.length = 0;
    await stop();
    expect(events).toEqual([received('[…]the end')]);
  });

  test('a receipt of delivery, by its text or by its fields', async () => {
    const { centre, events } = await listening();
    await centre.deliver(receipt('DELIVRD'));
    await centre.deliver(mo('', { esm_class: 4, receipted_message_id: 'abc-2', message_state: 2 }));
    await centre.deliver(receipt('ENROUTE'));
    expect(events).toEqual([
      { type: 'status', providerId: 'abc-1', status: 'delivered', at: now, failure: null },
      { type: 'status', providerId: 'abc-2', status: 'delivered', at: now, failure: null },
      { type: 'ignored', kind: 'receipt.ENROUTE' },
    ]);
  });

  test('a receipt of failure says why, and with which code of the carrier’s', async () => {
    const { centre, events } = await listening();
    for (const [stat, err] of [
      ['EXPIRED', '012'],
      ['UNDELIV', '001'],
      ['REJECTD', '069'],
    ] as const)
      await centre.deliver(receipt(stat, `id-${stat}`, err));
    expect(events).toMatchObject([
      {
        status: 'failed',
        failure: { reason: 'recipient_unreachable', retriable: true, providerCode: '012' },
      },
      {
        status: 'failed',
        failure: { reason: 'recipient_unreachable', retriable: false, providerCode: '001' },
      },
      { status: 'failed', failure: { reason: 'content_refused', providerCode: '069' } },
    ]);
  });

  test('ids that a carrier answers in hexadecimal are kept as its receipts will write them', async () => {
    smsc.will({ id: '1A2B3C4D5E6F' });
    const account = harness.account({ receiptIds: 'decimal' });
    expect(await adapter.send(account, { ...TEXT, to: TO }, never)).toEqual({
      outcome: 'accepted',
      providerId: '28772997619311',
    });
  });

  test('a connection that breaks is made again, and nothing is missed', async () => {
    const { centre, events } = await listening();
    const session = await centre.bound();
    const gone = new Promise((done) => session.once('close', done));
    session.destroy();
    await gone;
    expect(await centre.deliver(mo('still here'))).toBe(0);
    expect(events).toEqual([received('still here')]);
    expect(centre.binds.length).toBe(2);
  });

  test('whatever comes in, nothing breaks', async () => {
    const { centre } = await listening();
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          source_addr_ton: fc.nat(6),
          source_addr: fc.string({ maxLength: 20 }).map((text) => text.replaceAll('\0', '')),
          esm_class: fc.constantFrom(0, 4, 8, 0x40, 0x44),
          data_coding: fc.nat(255),
          short_message: fc.uint8Array({ maxLength: 140 }).map((bytes) => Buffer.from(bytes)),
        }),
        async (fields) => {
          expect(await centre.deliver(fields)).toBe(0);
        },
      ),
      { numRuns: 100 },
    );
  });
});

test('an SMS account says by which provider it sends, and its settings are checked accordingly', async () => {
  const sms = smsAdapter(() => now);
  const settings = sms.settings.parse({ ...base, port: smsc.port });
  const account = { id: 'sms', key: 'sms', settings };
  expect(await sms.send(account, { ...TEXT, to: TO }, never)).toMatchObject({ outcome: 'accepted' });
  const call = { method: 'POST', headers: {}, query: {}, body: Buffer.alloc(0) };
  expect(sms.webhook?.verify(account, call)).toBe(false);
  await sms.close?.();
  for (const wrong of [{}, { provider: 'vonage' }, { ...base, systemId: 'x'.repeat(16) }])
    expect(sms.settings.safeParse(wrong).success).toBe(false);
});
